// `limitedFetch` before a fetch that answers at once: the same behaviour as the limiters of Rust and Python.
import assert from 'node:assert/strict'
import { limitedFetch } from 'groq-calc'

const url = 'https://api.groq.com/openai/v1/chat/completions'
const model = 'openai/gpt-oss-20b'
const key = 'gsk_not_kept_not_logged'
const body = (more) => JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }], max_completion_tokens: 100, ...more })
const init = (more, rest) => ({ method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: body(more), ...rest })
const usage = (completion_tokens) => ({ prompt_tokens: 70, completion_tokens, total_tokens: 70 + completion_tokens })
const whole = (used) => Response.json({ choices: [], ...(used && { usage: used }) })
/** A cap of our own on tokens per minute, by which it is seen what stays counted. */
const capped = (TPM, more) => ({ admission: 'reserved', limits: { [model]: { free: { TPM } } }, ...more })
const later = (ms) => new Promise((done) => setTimeout(done, ms))
/** Whether it is answered soon, which tells a request that is sent from one in line. */
const passes = async (work) => {
  const late = Symbol('late')
  return (await Promise.race([work, later(300).then(() => late)])) !== late
}
/** A fetch that gives the answers in turn, and what it was asked. */
function scripted(...answers) {
  const asked = []
  const fetch = async (input, given) => {
    asked.push([input, given])
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    return typeof answer === 'function' ? answer(input, given) : answer
  }
  return { asked, fetch }
}

/** Whether, after an answer that was read to its end, a second request as large passes under a cap that has room for what was used, but not for two reserves. */
async function roomAfter(answer, read = (response) => response.text()) {
  const { fetch, asked } = scripted(answer, () => whole(usage(1)))
  const limited = limitedFetch('free', capped(800, { fetch }))
  const control = new AbortController()
  try {
    await read(await limited(url, init({ max_completion_tokens: 600 })))
  } catch (error) {
    assert.match(String(error), /broke off|never sent/)
  }
  const second = limited(url, init({ max_completion_tokens: 600 }, { signal: control.signal }))
  const has = await passes(second.then(() => {}, () => {}))
  control.abort()
  await second.then((response) => response.text(), () => {})
  assert.equal(asked.length, has ? 2 : 1)
  return has
}

const events = (...chunks) => {
  const text = chunks.map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`).join('')
  // Cut where no chunk ends.
  const bytes = new TextEncoder().encode(text)
  const parts = Array.from({ length: Math.ceil(bytes.length / 11) }, (_, index) => bytes.subarray(index * 11, index * 11 + 11))
  return { text, parts }
}
const streamed = (parts, end = (controller) => controller.close()) => {
  let next = 0
  const stream = new ReadableStream({ pull: (controller) => (next < parts.length ? controller.enqueue(parts[next++]) : end(controller)) })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
}

const tests = {
  async 'goes through unchanged'() {
    const { fetch, asked } = scripted(() => whole(usage(5)))
    const limited = limitedFetch('free', { fetch })
    const given = init()
    const response = await limited(url, given)
    assert.deepEqual(await response.json(), { choices: [], usage: usage(5) })
    assert.deepEqual([asked[0][0], asked[0][1], response.status], [url, given, 200])
    assert.equal(response.headers.get('content-type'), 'application/json')
    for (const [input, other] of [
      ['https://api.groq.com/openai/v1/models', undefined],
      ['https://api.groq.com/openai/v1/models', { method: 'POST', body: '{}' }],
      [url, { method: 'GET' }],
      ['https://api.openai.com/v1/chat/completions', init({ max_completion_tokens: 10 ** 6 })],
      [url, { method: 'POST', body: new FormData() }],
      [url, init({ model: 'nobody/nothing' })],
      [url, { method: 'POST', body: 'no JSON' }],
    ]) {
      await limited(input, other)
      assert.deepEqual(asked.at(-1), [input, other])
    }
    await limited(new URL(url), init())
    assert.equal(asked.at(-1)[0].href, url)
  },
  async 'takes every form of a body'() {
    const { fetch, asked } = scripted(() => whole(usage(5)))
    const limited = limitedFetch('free', capped(800, { fetch }))
    const large = { max_completion_tokens: 5000 }
    const { body: text, ...rest } = init(large)
    for (const one of [text, new TextEncoder().encode(text), new Blob([text]), new Blob([text]).stream()]) {
      assert.equal((await limited(url, { ...rest, body: one, duplex: 'half' })).status, 413)
    }
    assert.equal((await limited(new Request(url, init(large)))).status, 413)
    assert.equal(asked.length, 0)
    const request = new Request(url, init())
    assert.equal((await limited(request)).status, 200)
    assert.equal(await asked[0][0].text(), body())
    await limited(url, { ...init(), body: new Blob([body()]).stream(), duplex: 'half' })
    assert.equal(asked[1][1].body, body())
  },
  async 'refuses at once what never passes'() {
    const { fetch, asked } = scripted(() => whole(usage(5)))
    const read = async (options, more) => {
      const response = await limitedFetch('free', { fetch, ...options })(url, init(more))
      const { error } = await response.json()
      assert.equal(response.headers.get('x-should-retry'), 'false')
      assert.ok(!JSON.stringify(error).includes(key))
      return [response.status, error.code]
    }
    assert.deepEqual(await read(capped(800), { max_completion_tokens: 5000 }), [413, 'request_above_limit'])
    assert.deepEqual(await read({}, { max_completion_tokens: 10 ** 7 }), [413, 'completion_above_cap'])
    assert.deepEqual(await read({ budget: '0.000001' }), [402, 'budget_reached'])
    assert.deepEqual(await read({ budget: 1 }, { model: 'nobody/nothing' }), [402, 'price_unknown'])
    const speech = await limitedFetch('free', { fetch, budget: 1 })(url.replace('chat/completions', 'audio/speech'), init())
    assert.equal(speech.status, 402, 'what it costs is not known')
    assert.equal(asked.length, 0)
  },
  async 'waits in line, first come, first served'() {
    const sent = []
    const fetch = async (_, { body }) => {
      sent.push(JSON.parse(body).user)
      return whole(usage(1))
    }
    // One request a minute, sixty times as fast.
    const limited = limitedFetch('free', { fetch, speed: 60, limits: { [model]: { free: { RPM: 1 } } } })
    const all = ['a', 'b', 'c'].map((user) => limited(url, init({ user })).then((response) => response.text()))
    await all[0]
    assert.ok(!(await passes(all[1])))
    await Promise.all(all)
    assert.deepEqual(sent, ['a', 'b', 'c'])
  },
  async 'a request that ends makes room'() {
    let open
    const gate = new Promise((done) => (open = done))
    const { fetch, asked } = scripted(async () => (await gate, whole(usage(1))), () => whole(usage(1)))
    const limited = limitedFetch('free', capped(800, { fetch }))
    const first = limited(url, init({ max_completion_tokens: 600 })).then((response) => response.text())
    const second = limited(url, init({ max_completion_tokens: 600 }))
    assert.ok(!(await passes(second)))
    open()
    await first
    assert.ok(await passes(second))
    assert.equal(asked.length, 2)
  },
  async 'an aborted request leaves the line and gives all back'() {
    let open
    const gate = new Promise((done) => (open = done))
    const { fetch, asked } = scripted(async () => (await gate, whole(usage(1))), () => whole(usage(1)))
    const limited = limitedFetch('free', capped(800, { fetch }))
    const first = limited(url, init({ max_completion_tokens: 600 })).then((response) => response.text())
    const control = new AbortController()
    const second = limited(url, init({ max_completion_tokens: 600 }, { signal: control.signal }))
    const third = limited(url, init({ max_completion_tokens: 10 }))
    assert.ok(!(await passes(third)), 'it stands behind the second')
    control.abort(new Error('enough'))
    await assert.rejects(second, /enough/)
    assert.ok(await passes(third), 'the head of the line is gone')
    open()
    await first
    assert.equal(asked.length, 2)
    await assert.rejects(limited(url, init({}, { signal: AbortSignal.abort(new Error('before')) })), /before/)
    assert.equal(asked.length, 2)
  },
  async 'what an answer used takes the place of what was reserved'() {
    const chunk = { choices: [{ delta: { content: 'Hé' } }], usage: null }
    const groq = events(chunk, { choices: [], x_groq: { id: 'r', usage: usage(5) } }, '[DONE]')
    const openai = events(chunk, { choices: [], usage: usage(5) }, '[DONE]')
    const none = events(chunk, '[DONE]')
    assert.ok(await roomAfter(() => whole(usage(5))))
    assert.ok(await roomAfter(() => streamed(groq.parts), async (response) => assert.equal(await response.text(), groq.text)))
    assert.ok(await roomAfter(() => streamed(openai.parts)))
    // Without a usage the reserve stays counted, as where a stream is cut off.
    assert.ok(!(await roomAfter(() => whole())))
    assert.ok(!(await roomAfter(() => streamed(none.parts))))
    const broken = (parts) => streamed(parts, (controller) => controller.error(new Error('broke off')))
    assert.ok(!(await roomAfter(() => broken(openai.parts.slice(0, 3)))))
    assert.ok(await roomAfter(() => broken(openai.parts)), 'its usage had come')
    assert.ok(!(await roomAfter(() => streamed(openai.parts), (response) => response.body.cancel())))
    assert.ok(!(await roomAfter(() => streamed(openai.parts), async () => {})), 'nobody read it')
    // What Groq refuses for itself used nothing; a fault of its server may have.
    assert.ok(await roomAfter(() => Response.json({ error: { message: 'no' } }, { status: 400 })))
    assert.ok(!(await roomAfter(() => Response.json({ error: { message: 'no' } }, { status: 500 }))))
    const fails = (code) => () => Promise.reject(Object.assign(new TypeError('never sent'), { cause: { code } }))
    assert.ok(await roomAfter(fails('ECONNREFUSED')))
    assert.ok(!(await roomAfter(fails('ECONNRESET'))))
  },
  async 'a refusal is waited out and sent again'() {
    const full = { error: { message: `Rate limit reached for model \`${model}\` in organization \`org_1\` service tier \`on_demand\` on tokens per minute (TPM): Limit 8000, Used 7900, Requested 200. Please try again in 900ms.`, type: 'tokens', code: 'rate_limit_exceeded' } }
    const late = (status, body = {}, headers = {}) => () => Response.json(body, { status, headers })
    const { fetch, asked } = scripted(late(429, full, { 'retry-after': '1' }), () => whole(usage(5)))
    const limited = limitedFetch('free', { fetch })
    const first = limited(url, init())
    await later(20)
    const second = limited(url, init())
    assert.ok(!(await passes(second)), 'the wait holds for all requests of the model')
    assert.deepEqual([(await first).status, (await second).status, asked.length], [200, 200, 3])
    const named = { 'retry-after': '1' }
    for (const [answer, times] of [[late(503, {}, named), 2], [late(429, full), 2], [late(429), 1], [late(503), 1], [late(500, {}, named), 1]]) {
      const { fetch, asked } = scripted(answer)
      const response = await limitedFetch('free', { fetch, retries: 1 })(url, init())
      assert.equal(asked.length, times)
      assert.ok((await response.text()).length > 0, 'the last answer goes through')
    }
  },
  'says what is wrong with its options'() {
    const refused = (field, code, work) => assert.throws(work, (error) => error.field === field && error.code === code)
    refused('plan', 'out_of_range', () => limitedFetch('gold'))
    refused('plan', 'missing', () => limitedFetch())
    refused('retrys', 'unknown_field', () => limitedFetch('free', { retrys: 1 }))
    refused('retries', 'out_of_range', () => limitedFetch('free', { retries: -1 }))
    refused('budget', 'out_of_range', () => limitedFetch('free', { budget: 'much' }))
    refused('limits', 'unknown', () => limitedFetch('free', { limits: { 'nobody/nothing': { free: { TPM: 1 } } } }))
    refused('as_of', 'out_of_range', () => limitedFetch('free', { as_of: 'yesterday' }))
  },
}

for (const [name, test] of Object.entries(tests)) {
  try {
    await test()
  } catch (error) {
    error.message = `${name}: ${error.message}`
    throw error
  }
}
console.log(`limitedFetch: ${Object.keys(tests).join('; ')}`)
