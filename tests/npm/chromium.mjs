// The built pages in a real Chromium; what they say is read from the finished document.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { preview } from 'vite'

const profile = mkdtempSync(join(tmpdir(), 'groq-calc-npm-'))
const server = await preview({ preview: { host: '127.0.0.1', port: 0, strictPort: false }, logLevel: 'warn' })
try {
  const { port } = server.httpServer.address()
  for (const [page, expected] of [['', /\d+ vectors hold; not_ready before/], ['example.html', /llama-3\.1-8b-instant: \$6\.9 a month/]]) {
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
