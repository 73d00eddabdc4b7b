// The program that `groq-calc code --short` writes in JavaScript, run as it is against the stand-in.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { withMock } from './mock.mjs'

const command = process.env.GROQ_CALC
const model = 'openai/gpt-oss-20b'
// One more than a minute has room for at once.
const prompts = Array.from({ length: 11 }, (_, index) => `Say ${index}.`)
const question = {
  plans: ['free'],
  workload: { requests_per_day: 100, input_tokens: 80, output_tokens: 8, max_completion_tokens: 16 },
  requirements: { models: [model] },
  limits: { [model]: { free: { RPM: 10 } } },
}
const code = spawnSync(command, ['code', '-', '--language', 'javascript', '--short'], { input: JSON.stringify(question), encoding: 'utf8' })
assert.equal(code.status, 0, code.stderr)
writeFileSync('short-program.mjs', code.stdout)

const statuses = await withMock([`--limit=${model}:RPM=10`, '--completion-tokens', '8'], async (address) => {
  const env = { ...process.env, GROQ_API_KEY: 'gsk_test', GROQ_BASE_URL: address }
  const program = spawn('node', ['short-program.mjs'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  program.stdin.end(prompts.join('\n'))
  const [answers, [status]] = await Promise.all([text(program.stdout), once(program, 'exit')])
  assert.equal(status, 0)
  assert.equal(answers.trimEnd().split('\n').length, prompts.length, answers)
})
assert.deepEqual(statuses, prompts.map(() => 200))
console.log('the short program keeps to the limits')
