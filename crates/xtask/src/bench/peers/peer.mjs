// @pydantic/genai-prices as `cargo xtask bench peers` asks it: `costs` or `time`.

import { readFileSync } from 'node:fs'
import { calcPrice, findProvider } from '@pydantic/genai-prices'

const MILLION = 1_000_000
const ROUNDS = 5
const GROQ = { providerId: 'groq' }

const usageOf = ([input, cached, output]) => ({
  input_tokens: input,
  cache_read_tokens: cached,
  output_tokens: output,
})

// USD per million of each model that is known, and of every usage.
function costs({ models, usages }) {
  const cost = (usage, id) => String(calcPrice(usageOf(usage), id, GROQ).total_price)
  const units = [[MILLION, 0, 0], [MILLION, MILLION, 0], [0, 0, MILLION]]
  const known = models.filter(({ id }) => calcPrice(usageOf([1, 0, 1]), id, GROQ) !== null)
  return {
    models: known.map(({ id }) => ({
      id,
      prices: units.map((unit) => cost(unit, id)),
      costs: usages.map((usage) => cost(usage, id)),
    })),
    all: findProvider(GROQ).models.map(({ id }) => id),
  }
}

// The time of one call: the median of some rounds, the first of which warm up.
function times({ usages }, id) {
  const objects = usages.map(usageOf)
  const rounds = []
  let sum = 0
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const start = process.cpuUsage()
    for (const usage of objects) sum += calcPrice(usage, id, GROQ).total_price
    const { user, system } = process.cpuUsage(start)
    rounds.push((1000 * (user + system)) / objects.length)
  }
  if (!(sum > 0)) throw new Error('nothing was priced')
  const warm = rounds.slice(ROUNDS).sort((a, b) => a - b)
  return { runtime: `Node.js ${process.versions.node}`, by_id: warm[ROUNDS >> 1], known: null }
}

const [verb, path, id] = process.argv.slice(2)
const job = JSON.parse(readFileSync(path, 'utf8'))
console.log(JSON.stringify(verb === 'costs' ? costs(job) : times(job, id)))
