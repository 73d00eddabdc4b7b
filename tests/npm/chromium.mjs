// The built pages in a real Chromium; what they say is read from the finished document.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, preview } from 'vite'

// The scripts of a page that only plans name the one module; Vite lays the files of the
// others beside it, and nobody asks for them.
const { output } = await build({ configFile: false, logLevel: 'warn', build: { target: 'es2022', write: false, rollupOptions: { input: 'example.html' } } })
const modules = (scripts) => [...new Set(scripts.flatMap((script) => script.match(/groq_calc\w*_bg(?=-[\w-]*\.wasm)/g) ?? []))].sort()
const built = readdirSync('dist/assets').filter((name) => name.endsWith('.js')).map((name) => readFileSync(join('dist/assets', name), 'utf8'))
const [planned, all] = [modules(output.map(({ code }) => code ?? '')), modules(built)]
if (String(planned) !== 'groq_calc_bg' || String(all) !== 'groq_calc_bg,groq_calc_catalog_bg,groq_calc_replay_bg,groq_calc_request_bg') {
  throw new Error(`Vite asks for ${planned} for a plan, and for ${all} for everything`)
}

const profile = mkdtempSync(join(tmpdir(), 'groq-calc-npm-'))
const server = await preview({ preview: { host: '127.0.0.1', port: 0, strictPort: false }, logLevel: 'warn' })
try {
  const { port } = server.httpServer.address()
  for (const [page, expected] of [['', /\d+ vectors hold; not_ready before; all parts/], ['example.html', /llama-3\.1-8b-instant: \$6\.9 a month/]]) {
    const flags = [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--user-data-dir=${profile}`, '--virtual-time-budget=20000', '--dump-dom',
    ]
    const { stdout } = await promisify(execFile)(process.env.CHROMIUM ?? 'chromium', [...flags, `http://127.0.0.1:${port}/${page}`], { timeout: 120_000 })
    const said = stdout.match(expected)
    if (said === null) throw new Error(`Chromium shows of /${page}:\n${stdout}`)
    console.log(`in Chromium: ${said[0]}`)
  }
} finally {
  await new Promise((done) => server.httpServer.close(done))
  rmSync(profile, { recursive: true, force: true })
}
process.exit(0)
