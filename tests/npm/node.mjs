// The installed package in Node: the vectors, and the same answers as the command.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as groq from 'groq-calc'
import { hold } from './vectors.js'

const json = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
console.log(`${hold(groq, json('vectors.json'))} vectors hold in Node`)

// What the command printed for the same questions.
const { checks, plans, refused: refusals, listings, log, replays } = json('command.json')
for (const { body, plan, check } of checks) {
  for (const one of [body, JSON.stringify(body)]) assert.deepEqual(groq.checkRequest(one, { plan }), check)
}
for (const { question, answer } of plans) assert.deepEqual(groq.plan(question, { outlook: true }), answer)
for (const { question, message } of refusals) {
  assert.throws(() => groq.plan(question), (error) => error.message.replace(/^question: /, '') === message, message)
}
for (const { as_of, all, listing } of listings) assert.deepEqual(groq.models(as_of, { all }), listing)
const lines = log.trimEnd().split('\n').slice(1).map((line) => line.split(',').map(Number))
const typed = (index, Kind) => Kind.from(lines, (line) => line[index])
const columns = {
  t_us: typed(0, Float64Array), input: typed(1, Uint32Array), cached: typed(2, Uint32Array),
  output: typed(3, Uint32Array), max_completion: typed(4, Uint32Array), batch: typed(5, Uint8Array),
}
async function* chunks() {
  for (let start = 0; start < log.length; start += 1000) yield Buffer.from(log.slice(start, start + 1000))
}
const answers = []
for (const { options, report } of replays) {
  let seen = 0
  const onProgress = ({ rows }) => { seen = rows }
  assert.deepEqual(await groq.replay(chunks(), { ...options, onProgress }), report)
  assert.ok(seen > 0)
  assert.deepEqual(await groq.replay(log, options), report)
  const stream = new Blob([log]).stream()
  assert.deepEqual(await groq.replay(stream, options), report)
  const whole = BigUint64Array.from(columns.t_us, BigInt)
  for (const rows of [columns, { ...columns, t_us: whole }]) {
    assert.deepEqual(await groq.replay(rows, options), { ...report, format: null })
  }
  answers.push([options.all ? 'AllReports' : 'Report', report])
}
const compared = await groq.replay(log, { model: 'openai/gpt-oss-20b', plan: 'free', compare: true })
assert.ok(compared.options.length > 5 && compared.options.some(({ model, plan }) => model === compared.recommended.model && plan === compared.recommended.plan))
answers.push(['Report', compared])
console.log(`${plans.length} plans, ${refusals.length} refusals, ${listings.length} listings and ${replays.length} replays as the command`)

// Groq's own catalog, exported by the command and opened as a custom one, gives the same answers.
const exported = json('catalog.json')
for (const file of [exported, JSON.stringify(exported)]) {
  const catalog = groq.openCatalog(file)
  assert.equal(catalog.newest, groq.models().as_of)
  // A catalog has no published results.
  const unscored = (answer) => ('quality' in answer ? { ...answer, quality: null, frontier: [] } : answer)
  for (const { question, answer } of plans) assert.deepEqual(groq.plan(question, { outlook: true, catalog }), unscored(answer))
  for (const { as_of, all, listing } of listings) assert.deepEqual(groq.models(as_of, { all, catalog }), listing)
  for (const { options, report } of replays) assert.deepEqual(await groq.replay(log, { ...options, catalog }), report)
}
{
  const entry = { from: '2026-06-01', source: 'ours', status: 'confirmed' }
  const house = () => ({
    sources: [{ id: 'ours' }],
    models: { house: { name: 'House', kind: 'chat', lifecycle: [{ ...entry, state: 'listed' }], prices: [{ ...entry, input: '1', output: '2' }] } },
  })
  const { catalog: file, question, answer } = json('command.json').custom
  assert.deepEqual(groq.plan(question, { outlook: true, catalog: groq.openCatalog(file) }), answer)
  const catalog = groq.openCatalog(house())
  assert.equal(groq.cost('house', { input_tokens: 3, output_tokens: 2 }, { catalog }), '0.000007')
  const columns = { model: new Uint8Array(2), input: Uint32Array.of(1, 2), output: Uint32Array.of(1, 1) }
  assert.equal(groq.costs(['house'], columns, { catalog }).total_usd, '0.000007')
  assert.deepEqual(groq.costs(['house'], columns, { catalog, each: true }).picodollars, BigUint64Array.of(3_000_000n, 4_000_000n))
  // The command refuses the same with the same messages; the place in the text depends on its spaces.
  for (const { catalog, field, code, message } of json('bad-catalogs.json')) {
    const refused = (error) => error.field === field && error.code === code && error.message.replace(/ at line .*/, '') === message
    assert.throws(() => groq.openCatalog(catalog), refused, message)
  }
  assert.throws(() => groq.plan({ workload: { requests_per_day: 1 } }, { catalog: house() }), { field: 'catalog', code: 'invalid' })
}
console.log('a custom catalog answers as Groq\'s own does')

// Columns and single calls agree to the last digit.
const ids = groq.models().models.map(({ id }) => id).filter((id) => groq.cost(id, { input_tokens: 1, output_tokens: 1 }) !== null)
const rows = 5000
const random = (() => { let state = 1; return (most) => { state = (state * 48271) % 2147483647; return state % (most + 1) } })()
const usage = { model: new Uint8Array(rows), input: new Uint32Array(rows), cached_input: new Uint32Array(rows), output: new Uint32Array(rows) }
for (let row = 0; row < rows; row++) {
  usage.model[row] = random(ids.length - 1)
  usage.input[row] = random(200_000)
  usage.cached_input[row] = random(usage.input[row])
  usage.output[row] = random(50_000)
}
const { total_usd, picodollars } = groq.costs(ids, usage, { each: true })
const pico = (usd) => { const [whole, part = ''] = usd.split('.'); return BigInt(whole + part.padEnd(12, '0')) }
let total = 0n
for (let row = 0; row < rows; row++) {
  const input_tokens = usage.input[row]
  const cached_tokens = usage.cached_input[row]
  const output_tokens = usage.output[row]
  const alone = groq.cost(ids[usage.model[row]], { input_tokens, cached_input_tokens: cached_tokens, output_tokens })
  assert.equal(pico(alone), picodollars[row])
  const wire = { prompt_tokens: input_tokens, completion_tokens: output_tokens, prompt_tokens_details: { cached_tokens } }
  assert.equal(groq.cost(ids[usage.model[row]], wire), alone)
  assert.equal(groq.cost(ids[usage.model[row]], { input_tokens, output_tokens, input_tokens_details: { cached_tokens } }), alone)
  total += picodollars[row]
}
assert.equal(pico(total_usd), total)
assert.equal(groq.costs(ids, usage).total_usd, total_usd)
assert.equal(groq.cost('openai/gpt-oss-120b', { input_tokens: 4641, cached_input_tokens: 4608, output_tokens: 1817 }, { as_of: '2026-06-04' }), '0.00144075')
assert.equal(groq.cost('whisper-large-v3', { input_tokens: 1, output_tokens: 1 }), null)

// Errors name the field.
const refused = (field, code, work) => assert.throws(work, (error) => error instanceof Error && error.field === field && error.code === code)
const some = { input_tokens: 1, output_tokens: 1 }
refused('requests_per_day', 'missing', () => groq.plan({ workload: {} }))
for (const [given, value] of [[NaN, 'NaN'], [-Infinity, '-Infinity'], [10n ** 30n, String(10n ** 30n)], [2n ** 64n, '18446744073709551616']]) {
  const named = { field: 'requests_per_day', code: 'out_of_range', value, message: `requests_per_day is \`${value}\`; it must be a whole number from 0 to 1000000000000` }
  assert.throws(() => groq.plan({ workload: { requests_per_day: given } }), named)
}
// Lists are refused where an object belongs, and null is as absent, as by the command.
for (const [question, field] of [
  [[], 'question'], [{ workload: [1] }, 'workload'], [{ workload: { requests_per_day: 1, tools: [1] } }, 'workload.tools'],
  [{ workload: { requests_per_day: 1 }, requirements: [1] }, 'requirements'], [{ workload: { requests_per_day: 1 }, limits: [] }, 'limits'],
]) refused(field, 'invalid', () => groq.plan(question))
refused('workload', 'missing', () => groq.plan({}))
const circle = {}
circle.workload = circle
refused('question', 'invalid', () => groq.plan(circle))
refused('workload.requests', 'unknown_field', () => groq.plan({ workload: { requests: 1 } }))
refused('input_tokens', 'out_of_range', () => groq.plan({ workload: { requests_per_day: 1, input_tokens: Infinity } }))
assert.deepEqual(groq.plan({ as_of: null, limits: null, requirements: { production: null, use_case: undefined }, workload: { requests_per_day: 9n, input_tokens: '1k', tools: null } }).as_of, groq.models().as_of)
refused('question', 'invalid', () => groq.plan())
refused('outlok', 'unknown_field', () => groq.plan({ workload: { requests_per_day: 1 } }, { outlok: true }))
refused('models', 'unknown', () => groq.plan({ workload: { requests_per_day: 1, input_tokens: 1 }, requirements: { models: ['nobody/nothing'] } }))
refused('model', 'unknown', () => groq.cost('nobody/nothing', some))
refused('input_tokens', 'missing', () => groq.cost('openai/gpt-oss-120b', { output_tokens: 1 }))
refused('output_tokens', 'out_of_range', () => groq.cost('openai/gpt-oss-120b', { input_tokens: 1, output_tokens: 1.5 }))
refused('output_tokens', 'out_of_range', () => groq.cost('openai/gpt-oss-120b', { input_tokens: 1, output_tokens: '1' }))
refused('cached_input', 'out_of_range', () => groq.cost('openai/gpt-oss-120b', { ...some, cached_input_tokens: 2 }))
refused('as_of', 'out_of_range', () => groq.cost('openai/gpt-oss-120b', some, { as_of: 'yesterday' }))
refused('input', 'out_of_range', () => groq.costs(ids, { ...usage, input: new Uint32Array(1) }))
refused('input', 'invalid', () => groq.costs(ids, { ...usage, input: [1] }))
refused('models', 'out_of_range', () => groq.costs(['whisper-large-v3'], usage))
refused('endpoint', 'out_of_range', () => groq.checkRequest({}, { endpoint: 'embeddings' }))
refused('body', 'invalid', () => groq.checkRequest('[]'))
try {
  groq.plan({ workload: { requests_per_day: -1, input_tokens: 'x' } })
} catch (error) {
  assert.deepEqual(error.errors.map(({ field }) => field), ['requests_per_day', 'input_tokens'])
}
const refuses = (field, code, log, options) => assert.rejects(groq.replay(log, options), (error) => error.field === field && error.code === code)
const free = { model: 'openai/gpt-oss-120b', plan: 'free' }
await refuses('plan', 'missing', '', { model: 'openai/gpt-oss-120b' })
await refuses('log', 'bad_log', '', free)
await refuses('log', 'bad_row', 't_us,input,cached,output\n1,2,3,x\n', free)
await refuses('log', 'invalid', 7, free)
await refuses('cached', 'out_of_range', { ...columns, cached: new Uint32Array(1) }, free)
await refuses('scale', 'out_of_range', log, { ...free, scale: 5e9 })
await refuses('scale', 'out_of_range', log, { ...free, scale: 0 })
await refuses('pla', 'unknown_field', log, { ...free, pla: 1 })
await refuses('0', 'unknown_field', log, ['openai/gpt-oss-120b', 'free'])
await refuses('onProgres', 'unknown_field', log, { ...free, onProgres() {} })
await refuses('patience_seconds', 'out_of_range', log, { ...free, patience_seconds: 1 })
await assert.rejects(groq.replay(log, { ...free, onProgress() { throw new Error('enough') } }), /enough/)

// The wire.
const headers = { 'X-RateLimit-Limit-Requests': '14400', 'x-ratelimit-reset-requests': '2m59.56s', 'retry-after': ['7'] }
for (const form of [headers, Object.entries(headers).map(([name, value]) => [name, String(value)]), new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))]) {
  const read = groq.parseHeaders(form)
  assert.deepEqual([read.requests_per_day.limit, read.requests_per_day.reset_ms, read.retry_after_ms], [14400, 179560, 7000])
}
const large = groq.parseError(413, '{"error":{"message":"Request too large for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 32979, please reduce your message size and try again."}}')
assert.deepEqual([large.kind, large.limit.limit, large.advice.action, large.advice.waiting], ['request_too_large', 'TPM', 'shrink', 'never'])
const checked = groq.checkRequest({ model: 'openai/gpt-oss-20b', messages: [{ role: 'user', content: 'Hi', name: 'Ann' }], n: 2, temperature: 0.7 })
assert.deepEqual(checked.findings.map(({ path }) => path), ['messages[0].name', 'n'])
assert.deepEqual([checked.plan, checked.verdict], ['free', 'refused'])
assert.deepEqual(checked.mended, { model: 'openai/gpt-oss-20b', messages: [{ role: 'user', content: 'Hi' }], temperature: 0.7 })

for (const [entry, names] of [
  ['catalog', ['openCatalog']], ['check', ['checkRequest']], ['limiter', ['limitedFetch']], ['replay', ['replay']],
  ['plan', ['cost', 'costs', 'models', 'parseError', 'parseHeaders', 'plan']],
]) {
  const own = await import(`groq-calc/${entry}`)
  assert.deepEqual(Object.keys(own).filter((name) => !['default', 'init', 'initSync'].includes(name)), names)
  for (const name of [...names, 'default', 'init', 'initSync']) assert.equal(own[name], groq[name])
}

// CommonJS gets the same module.
const required = createRequire(import.meta.url)('groq-calc')
assert.equal(required.plan, groq.plan)
await groq.init()

// Real answers as literals, which the compiler holds against the types: no field too few or too many.
const services = 'ServicesAnswer & { levers: ServicesChange[] }'
for (const { answer } of plans) answers.push(['services' in answer ? services : "Answer & { outlook: Outlook | null; quality: Quality | null; frontier: Point[] }", answer])
for (const { listing } of listings) answers.push(['Listing', listing])
answers.push(['RateHeaders', groq.parseHeaders(headers)], ['ApiError', large], ['RequestCheck', checked], ['ApiError', groq.parseError(500, '')])
const literals = answers.map(([type, value], index) => `export const answer${index}: ${type} = ${JSON.stringify(value)}`)
const names = 'AllReports, Answer, ApiError, Listing, Outlook, Point, Quality, RateHeaders, Report, RequestCheck, ServicesAnswer, ServicesChange'
writeFileSync(new URL('answers.ts', import.meta.url), `import type { ${names} } from 'groq-calc'\n${literals.join('\n')}\n`)
console.log('costs, errors, the wire and CommonJS are right')
