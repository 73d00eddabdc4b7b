// Plans, costs and models, and what the API answers. There is no rule and no arithmetic here.
import * as wasm from './groq_calc.js'
import { behind } from './handles.js'
import { Part } from './parts.js'
import { column, dated, json, known, pairs, text } from './values.js'

export { init, init as default, initSync } from './parts.js'

const part = new Part(wasm, new URL('./groq_calc_bg.wasm', import.meta.url)).named('module')
// Groq's catalog and its newest day, the default of every call.
let groq
let newest

function engine(catalog) {
  if (catalog != null) return behind(catalog)
  if (groq === undefined) {
    groq = part.now().Catalog.groq()
    newest = groq.newest()
  }
  return groq
}

export function plan(question, options) {
  const { outlook, catalog } = known(options, ['outlook', 'catalog'])
  return JSON.parse(engine(catalog).plan(json('question', question), outlook === true))
}

export function models(asOf, options) {
  const { all, catalog } = known(options, ['all', 'catalog'])
  return JSON.parse(engine(catalog).models(dated(asOf), all === true))
}

function count(field, value) {
  if (typeof value !== 'number') part.now().refuse_count(field, value == null ? '' : String(value))
  return value
}

const COST = ['as_of', 'batch', 'catalog']

export function cost(model, usage, options) {
  let from = engine()
  let day = newest
  let batch = false
  if (options != null) {
    known(options, COST)
    from = engine(options.catalog)
    day = dated(options.as_of) ?? options.catalog?.newest ?? newest
    batch = options.batch === true
  }
  const details = usage.input_tokens_details ?? usage.prompt_tokens_details
  return from.cost(
    model,
    count('input_tokens', usage.input_tokens ?? usage.prompt_tokens),
    count('cached_input_tokens', usage.cached_input_tokens ?? details?.cached_tokens ?? 0),
    count('output_tokens', usage.output_tokens ?? usage.completion_tokens),
    batch,
    day,
  ) ?? null
}

export function costs(ids, columns, options) {
  const { as_of, each, catalog } = known(options, ['as_of', 'each', 'catalog'])
  const from = engine(catalog)
  const model = column(columns, 'model', [Uint8Array])
  const args = [
    Array.from(ids, String),
    model,
    column(columns, 'input', [Uint32Array]),
    column(columns, 'cached_input', [Uint32Array], model.length),
    column(columns, 'output', [Uint32Array]),
  ]
  const day = dated(as_of) ?? catalog?.newest ?? newest
  const picodollars = new BigUint64Array(each === true ? model.length : 0)
  const total_usd = from.costs(...args, picodollars, day)
  return each === true ? { total_usd, picodollars } : { total_usd }
}

export function parseHeaders(headers) {
  return JSON.parse(part.now().parse_headers(pairs(headers)))
}

export function parseError(status, body, headers) {
  return JSON.parse(part.now().parse_error(status, text(body), pairs(headers)))
}
