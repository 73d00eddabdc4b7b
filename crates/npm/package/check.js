// What Groq refuses or ignores in a request.
import { request } from './request.js'
import { dated, known, text } from './values.js'

export { init, init as default, initSync } from './parts.js'

const part = request.named('request')

export function checkRequest(body, options) {
  const { as_of, admission, endpoint, plan } = known(options, ['admission', 'as_of', 'endpoint', 'plan'])
  return JSON.parse(part.now().check_request(text(body), plan ?? 'free', endpoint ?? 'chat', admission ?? undefined, dated(as_of)))
}
