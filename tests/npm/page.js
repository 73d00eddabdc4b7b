import * as groq from 'groq-calc'
import vectors from './vectors.json'
import { hold } from './vectors.js'

const said = document.getElementById('said')
try {
  let early
  try {
    groq.models()
  } catch (error) {
    early = error.code
  }
  await groq.init()
  // Those that load their modules by themselves, and the one that init loaded.
  const { admitted } = await groq.replay('t_us,input,cached,output\n0,10,0,10\n', { model: 'openai/gpt-oss-20b', plan: 'free' })
  const limited = groq.limitedFetch('free', { fetch: async () => Response.json({}) })
  const asked = { method: 'POST', body: JSON.stringify({ model: 'openai/gpt-oss-20b', messages: [], max_completion_tokens: 10 ** 9 }) }
  const { status } = await limited('https://api.groq.com/openai/v1/chat/completions', asked)
  const { refused } = groq.checkRequest({ model: 'nobody/nothing', messages: [] })
  const parts = [admitted, status, refused].join() === '1,413,true' ? 'all parts' : `not ${[admitted, status, refused]}`
  said.textContent = `${hold(groq, vectors)} vectors hold; ${early} before; ${parts}`
} catch (error) {
  said.textContent = `failed: ${error.stack}`
}
