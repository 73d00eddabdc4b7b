// The stand-in, for as long as some work takes.
import { spawn } from 'node:child_process'

/** Starts `groq-calc mock`, hands on its address, and gives the status of each request that came. */
export async function withMock(options, work) {
  const mock = spawn(process.env.GROQ_CALC, ['mock', '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const address = await new Promise((done, fail) => {
      let said = ''
      mock.stdout.on('data', (part) => {
        said += part
        const found = said.match(/http:\/\/127\.0\.0\.1:\d+/)
        if (found) done(found[0])
      })
      mock.on('exit', (code) => fail(new Error(`the stand-in ended (${code}): ${said}`)))
    })
    await work(address)
    const { requests } = await (await fetch(`${address}/mock/log`)).json()
    return requests.map(({ status }) => status)
  } finally {
    mock.kill()
  }
}
