// The SDKs with `limitedFetch` against the stand-in: no request is ever refused.
import assert from 'node:assert/strict'
import { createGroq } from '@ai-sdk/groq'
import { generateText, streamText } from 'ai'
import { limitedFetch } from 'groq-calc'
import Groq from 'groq-sdk'
import OpenAI from 'openai'
import { withMock } from './mock.mjs'

// Time goes this many times as fast.
const speed = 60
const model = 'openai/gpt-oss-20b'
const messages = [{ role: 'user', content: 'Where is my order?' }]
const timeout = 600_000

async function withFastMock(work) {
  return withMock(['--speed', String(speed), '--completion-tokens', '64'], async (address) => {
    // Its first answer takes longer: it reads the vocabulary.
    const post = (path, body) => fetch(address + path, { method: 'POST', headers: { authorization: 'Bearer gsk_test' }, body: JSON.stringify(body) }).then((response) => response.text())
    await post('/openai/v1/chat/completions', { model, messages })
    await post('/mock/reset', {})
    await work(address)
  })
}

const clients = {
  async 'groq-sdk'(baseURL, fetch, stream) {
    const groq = new Groq({ apiKey: 'gsk_test', baseURL, fetch, timeout, maxRetries: 0 })
    return answerOf(await groq.chat.completions.create({ model, messages, max_completion_tokens: 64, stream }))
  },
  async openai(baseURL, fetch, stream) {
    const openai = new OpenAI({ apiKey: 'gsk_test', baseURL: `${baseURL}/openai/v1`, fetch, timeout, maxRetries: 0 })
    return answerOf(await openai.chat.completions.create({ model, messages, max_completion_tokens: 64, stream, ...(stream && { stream_options: { include_usage: true } }) }))
  },
  async '@ai-sdk/groq'(baseURL, fetch, stream) {
    const provider = createGroq({ apiKey: 'gsk_test', baseURL: `${baseURL}/openai/v1`, fetch })
    const asked = { model: provider(model), messages, maxOutputTokens: 64, maxRetries: 0 }
    return stream ? await streamText(asked).text : (await generateText(asked)).text
  },
}

async function answerOf(answer) {
  if (answer.choices !== undefined) return answer.choices[0].message.content
  let text = ''
  for await (const chunk of answer) text += chunk.choices[0]?.delta.content ?? ''
  return text
}

for (const [name, ask] of Object.entries(clients)) {
  for (const workers of [1, 8, 64]) {
    // More than the thirty that a minute has room for.
    const requests = workers === 1 ? 40 : 96
    const statuses = await withFastMock(async (address) => {
      const limited = limitedFetch('free', { speed })
      let next = 0
      const work = async () => {
        while (next < requests) {
          const stream = next++ % 2 === 1
          assert.match(await ask(address, limited, stream), /stand-in/)
        }
      }
      await Promise.all(Array.from({ length: workers }, work))
    })
    const refused = statuses.filter((status) => status !== 200)
    assert.deepEqual([statuses.length, refused], [requests, []], `${name}, ${workers} workers`)
  }
  // What can never pass is an error of the SDK's own, and is not sent.
  const statuses = await withFastMock(async (address) => {
    const small = limitedFetch('free', { speed, admission: 'reserved', limits: { [model]: { free: { TPM: 100 } } } })
    await assert.rejects(ask(address, small, false), (error) => (error.status ?? error.statusCode) === 413)
  })
  assert.deepEqual(statuses, [])
  console.log(`${name}: no request was refused by the stand-in, at 1, 8 and 64 workers`)
}
