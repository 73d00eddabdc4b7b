// The package beside its peer in one process: rounds in turn, their medians, in nanoseconds.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cost, costs, plan } from 'groq-calc'
import { calcPrice } from '@pydantic/genai-prices'

const CALLS = 10_000
const ROWS = 1_000_000
const ROUNDS = 11
const MODEL = 'openai/gpt-oss-120b'
const GROQ = { providerId: 'groq' }
const QUESTION = { workload: { requests_per_day: 2000, input_tokens: 1500, output_tokens: 500 } }

const random = (() => { let state = 7; return (most) => { state = (state * 48271) % 2147483647; return state % (most + 1) } })()
const usages = Array.from({ length: CALLS }, () => {
  const input_tokens = random(20_000)
  return { input_tokens, cached_input_tokens: random(input_tokens), output_tokens: random(4000) }
})
const theirs = usages.map(({ input_tokens, cached_input_tokens, output_tokens }) => ({ input_tokens, cache_read_tokens: cached_input_tokens, output_tokens }))
const columns = { model: new Uint8Array(ROWS), input: new Uint32Array(ROWS), cached_input: new Uint32Array(ROWS), output: new Uint32Array(ROWS) }
for (let row = 0; row < ROWS; row++) {
  const usage = usages[row % CALLS]
  columns.input[row] = usage.input_tokens
  columns.cached_input[row] = usage.cached_input_tokens
  columns.output[row] = usage.output_tokens
}

// Equal answers first: the peer reckons in doubles, so to the picodollar.
usages.forEach((usage, index) => {
  const ours = Number(cost(MODEL, usage)).toFixed(12)
  const other = calcPrice(theirs[index], MODEL, GROQ).total_price.toFixed(12)
  if (ours !== other) throw new Error(`${JSON.stringify(usage)} costs ${ours}; the peer says ${other}`)
})

let sum = 0
const works = {
  peer: [CALLS, () => { for (const usage of theirs) sum += calcPrice(usage, MODEL, GROQ).total_price }],
  cost: [CALLS, () => { for (const usage of usages) sum += cost(MODEL, usage).length }],
  column: [ROWS, () => { sum += costs([MODEL], columns).total_usd.length }],
  column_each: [ROWS, () => { sum += Number(costs([MODEL], columns, { each: true }).picodollars[7]) }],
  plan: [200, () => { for (let call = 0; call < 200; call++) sum += plan(QUESTION).options.length }],
  plan_with_outlook: [200, () => { for (let call = 0; call < 200; call++) sum += plan(QUESTION, { outlook: true }).options.length }],
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1]
const rounds = Object.fromEntries(Object.keys(works).map((name) => [name, []]))
for (let round = -3; round < ROUNDS; round++) {
  for (const [name, [count, work]] of Object.entries(works)) {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    if (round >= 0) rounds[name].push((1000 * (user + system)) / count)
  }
}
if (!(sum > 0)) throw new Error('nothing was priced')

// A start is that of a new process, Node's own not counted; its time too is that of the processor.
const script = `const start = process.cpuUsage()
const { cost } = await import('groq-calc')
cost('${MODEL}', { input_tokens: 1, output_tokens: 1 })
const { user, system } = process.cpuUsage(start)
console.log(1000 * (user + system))`
const starts = Array.from({ length: ROUNDS }, () => Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })))

const peer = JSON.parse(readFileSync(new URL('./node_modules/@pydantic/genai-prices/package.json', import.meta.url), 'utf8'))
const figures = Object.fromEntries(Object.entries(rounds).map(([name, times]) => [name, median(times)]))
console.log(JSON.stringify({ ...figures, start: median(starts), node: `Node.js ${process.versions.node}`, peer_version: peer.version }))
