// A fetch that keeps to the limits of a plan.
import { Line } from './line.js'
import { request } from './request.js'
import { dated, fault, json, known } from './values.js'

export { init, init as default, initSync } from './parts.js'

const OPTIONS = ['admission', 'as_of', 'budget', 'fair', 'fetch', 'hosts', 'limits', 'retries', 'speed', 'tenant']
// Groq, and stand-ins and proxies on this machine.
const HOSTS = ['api.groq.com', 'localhost', '127.0.0.1', '[::1]']
// Refused for now: these may pass later.
const LATER = [429, 503]
// Nothing of the request has arrived.
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

function whole(field, value, least) {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw Object.assign(fault(`${field} is \`${String(value)}\`; it must be a whole number from ${least}`, field, 'out_of_range'), { value: String(value) })
}

export function limitedFetch(plan, options) {
  const { admission, as_of, budget, fair, hosts = HOSTS, limits, retries = 3, speed = 1, tenant = 0, ...rest } = known(options, OPTIONS)
  const settings = json('options', { plan, admission, as_of: dated(as_of), limits })
  const numbers = { retries: whole('retries', retries, 0), speed: whole('speed', speed, 1), tenant: whole('tenant', tenant, 0) }
  const send = rest.fetch ?? ((...args) => globalThis.fetch(...args))
  const dollars = budget == null ? undefined : String(budget)
  const open = (wasm) => new Line(new wasm.Limits(settings, fair === true, dollars, numbers.speed), numbers.speed)
  // In Node what is wrong is thrown here, in a page by the first request.
  const opening = request.isAtHand ? Promise.resolve(open(request.now())) : request.loaded().then(open)
  opening.catch(() => {})
  return async function limited(input, init) {
    const path = posted(input, init, hosts)
    const body = path?.endsWith('/chat/completions') ? await read(input, init) : undefined
    // Under a budget what has no known price is refused.
    if (body === undefined && (path === undefined || dollars === undefined)) return send(input, init)
    const line = await opening
    // The body of a request can be read once.
    const again = () => (body?.isRequest ? send(input.clone(), init) : send(input, body.init))
    return exchange(line, body?.text ?? '', again, { signal: init?.signal ?? input.signal, ...numbers })
  }
}

/** The path of what is posted to one of the hosts. */
function posted(input, init, hosts) {
  if (String(init?.method ?? input.method ?? 'GET').toUpperCase() !== 'POST') return undefined
  let url
  try {
    url = new URL(input.url ?? String(input))
  } catch {
    // Relative to a page, which is not Groq's.
    return undefined
  }
  return hosts.includes(url.hostname) || hosts.includes(url.host) ? url.pathname : undefined
}

/** The text of a request and how to send it, or undefined where its body is a form. */
async function read(input, init) {
  const body = init?.body
  if (typeof body === 'string') return { text: body, init }
  if (body == null) return typeof input.clone === 'function' ? { text: await input.clone().text(), isRequest: true } : undefined
  if (body instanceof ReadableStream) {
    const text = await new Response(body).text()
    return { text, init: { ...init, body: text } }
  }
  const isBytes = ArrayBuffer.isView(body) || body instanceof ArrayBuffer || body instanceof Blob
  return isBytes ? { text: await new Response(body).text(), init } : undefined
}

async function exchange(line, text, send, { signal, tenant, retries }) {
  for (let left = retries; ; left--) {
    const { admitted, refused } = await line.enter(text, tenant, signal)
    if (refused !== undefined) return said(refused)
    if (admitted === undefined) return send()
    if (signal?.aborted) {
      line.cancel(admitted)
      throw signal.reason
    }
    let response
    try {
      response = await send()
    } catch (error) {
      if (UNSENT.includes(error?.cause?.code ?? error?.code)) line.cancel(admitted)
      else line.settle(admitted)
      throw error
    }
    if (!LATER.includes(response.status)) {
      if (response.ok) line.observe(admitted, response, '')
      return watched(line, admitted, response, signal)
    }
    const waits = line.observe(admitted, response, await response.clone().text())
    // What is above a limit used nothing; a fault of the server may have.
    if (response.status === 429) line.cancel(admitted)
    else line.settle(admitted)
    if (!waits || left === 0) return response
    await response.body?.cancel()
  }
}

/** What is answered in place of Groq to what can never pass. */
function said({ status, body }) {
  return new Response(body, { status, headers: { 'content-type': 'application/json', 'x-should-retry': 'false' } })
}

/** The response with its bytes as they come; at its end it is settled. */
function watched(line, admitted, response, signal) {
  const { AnswerReader } = request.now()
  const answer = new AnswerReader(response.headers.get('content-type') ?? '')
  const usedNothing = response.status >= 400 && response.status < 500
  let isOpen = true
  const end = () => {
    if (!isOpen) return
    isOpen = false
    signal?.removeEventListener('abort', end)
    line.settle(admitted, answer, usedNothing)
  }
  if (typeof response.body?.getReader !== 'function') {
    end()
    return response
  }
  signal?.addEventListener('abort', end, { once: true })
  const reader = response.body.getReader()
  const pull = async (controller) => {
    try {
      const { done, value } = await reader.read()
      if (done) {
        end()
        controller.close()
        return
      }
      if (isOpen) answer.feed(value)
      controller.enqueue(value)
    } catch (error) {
      end()
      throw error
    }
  }
  const cancel = (reason) => {
    end()
    return reader.cancel(reason)
  }
  const same = new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }), response)
  Object.defineProperty(same, 'url', { value: response.url })
  return same
}
