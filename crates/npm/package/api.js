// The functions of the package. There is no rule and no arithmetic here.
import * as wasm from './groq_calc.js'

const ROWS = 65_536
const BYTES = 262_144
// How long a replay may keep the thread before others get their turn.
const TURN_MS = 25

// The default catalog.
let groq
let newest

/** Called once the engine is there. */
export function begin() {
  groq = wasm.Catalog.groq()
  newest = groq.newest()
}

function fault(message, field, code) {
  return Object.assign(new Error(message), { code, field })
}

function ready() {
  if (newest === undefined) throw fault('groq-calc is not loaded yet: await init() first', 'init', 'not_ready')
}

// A misspelt option would silently change the answer.
function known(options, names) {
  for (const name in options) {
    if (!names.includes(name)) throw fault(`unknown option ${name}; expected one of ${names.join(', ')}`, name, 'unknown_field')
  }
  return options ?? {}
}

// JSON has no such values: as text they are read exactly, or named in the error.
const exact = (_, value) => {
  const isText = ['bigint', 'function', 'symbol'].includes(typeof value) || (typeof value === 'number' && !Number.isFinite(value))
  return isText ? String(value) : value
}

function json(what, value) {
  try {
    return JSON.stringify(value, exact) ?? 'null'
  } catch (error) {
    throw fault(`${what} has no form in JSON: ${error.message}`, what, 'invalid')
  }
}

const dated = (asOf) => (asOf == null ? undefined : String(asOf))

// The engine's catalog behind each handle.
const opened = new WeakMap()

export function openCatalog(catalog) {
  ready()
  const custom = new wasm.Catalog(typeof catalog === 'string' ? catalog : JSON.stringify(catalog) ?? 'null')
  const handle = Object.freeze({ newest: custom.newest() })
  opened.set(handle, custom)
  return handle
}

function engine(catalog) {
  if (catalog == null) return groq
  const custom = opened.get(catalog)
  if (custom === undefined) throw fault('catalog was not opened with openCatalog', 'catalog', 'invalid')
  return custom
}

export function plan(question, options) {
  ready()
  const { outlook, catalog } = known(options, ['outlook', 'catalog'])
  return JSON.parse(engine(catalog).plan(json('question', question), outlook === true))
}

export function models(asOf, options) {
  ready()
  const { all, catalog } = known(options, ['all', 'catalog'])
  return JSON.parse(engine(catalog).models(dated(asOf), all === true))
}

function count(field, value) {
  if (typeof value !== 'number') wasm.refuse_count(field, value == null ? '' : String(value))
  return value
}

const COST = ['as_of', 'batch', 'catalog']

export function cost(model, usage, options) {
  ready()
  let day = newest
  let batch = false
  let from = groq
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

function column(columns, name, kinds, rows) {
  const value = columns[name]
  if (value == null && rows !== undefined) return new kinds[0](rows)
  if (!kinds.some((kind) => value instanceof kind)) {
    const names = kinds.map((kind) => kind.name).join(' or ')
    throw fault(`${name} is not a ${names}`, name, 'invalid')
  }
  return value
}

export function costs(ids, columns, options) {
  ready()
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

function pairs(headers) {
  if (headers == null) return []
  const entries = typeof headers[Symbol.iterator] === 'function' ? headers : Object.entries(headers)
  const flat = []
  for (const [name, value] of entries) {
    // Node gives a list for a header that came more than once.
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one != null) flat.push(String(name), String(one))
    }
  }
  return flat
}

export function parseHeaders(headers) {
  ready()
  return JSON.parse(wasm.parse_headers(pairs(headers)))
}

export function parseError(status, body, headers) {
  ready()
  const text = typeof body === 'string' ? body : JSON.stringify(body) ?? ''
  return JSON.parse(wasm.parse_error(status, text, pairs(headers)))
}

export function checkRequest(body, options) {
  ready()
  const { as_of, endpoint } = known(options, ['as_of', 'endpoint'])
  const text = typeof body === 'string' ? body : JSON.stringify(body) ?? ''
  return wasm.check_request(endpoint ?? 'chat', text, dated(as_of))
}

const later = () => new Promise((done) => setTimeout(done, 0))

export async function replay(log, options) {
  ready()
  const { onProgress, catalog, ...asked } = options ?? {}
  const replayer = engine(catalog).replayer(json('options', asked))
  let turn = performance.now()
  let bytes = 0
  const breathe = async () => {
    onProgress?.({ rows: replayer.fed, bytes })
    if (performance.now() - turn < TURN_MS) return
    await later()
    turn = performance.now()
  }
  try {
    if (log?.t_us !== undefined) {
      for (const feed of columnsOf(log, replayer)) {
        feed()
        await breathe()
      }
    } else {
      replayer.feed_text(new Uint8Array())
      const encoder = new TextEncoder()
      const whole = typeof log === 'string' || ArrayBuffer.isView(log) || log instanceof ArrayBuffer
      for await (const chunk of whole ? [log] : chunksOf(log)) {
        const part = typeof chunk === 'string' ? encoder.encode(chunk) : bytesOf(chunk)
        for (let start = 0; start < part.length; start += BYTES) {
          const piece = part.subarray(start, start + BYTES)
          replayer.feed_text(piece)
          bytes += piece.length
          await breathe()
        }
      }
    }
  } catch (error) {
    replayer.free()
    throw error
  }
  return JSON.parse(replayer.finish())
}

// A stream of bytes is not iterable in every browser.
async function* chunksOf(log) {
  if (typeof log?.getReader !== 'function') {
    if (log?.[Symbol.asyncIterator] === undefined && log?.[Symbol.iterator] === undefined) {
      throw fault('log must be columns with t_us, text, bytes or chunks of these', 'log', 'invalid')
    }
    yield* log
    return
  }
  const reader = log.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

function bytesOf(chunk) {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk)
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  throw fault('a chunk of a log is text or bytes', 'log', 'invalid')
}

function* columnsOf(log, replayer) {
  const times = column(log, 't_us', [BigUint64Array, Float64Array])
  const optional = (name, kind) => (log[name] == null ? undefined : column(log, name, [kind]))
  const columns = [
    column(log, 'input', [Uint32Array]),
    column(log, 'output', [Uint32Array]),
    optional('cached', Uint32Array),
    optional('max_completion', Uint32Array),
    optional('audio_ms', Uint32Array),
    optional('batch', Uint8Array),
  ]
  const names = ['input', 'output', 'cached', 'max_completion', 'audio_ms', 'batch']
  columns.forEach((values, index) => {
    if (values !== undefined && values.length !== times.length) {
      const message = `${names[index]} is ${values.length} rows long; it must be ${times.length} rows long, as the column t_us is`
      throw fault(message, names[index], 'out_of_range')
    }
  })
  for (let start = 0; start < times.length; start += ROWS) {
    const part = (values) => values?.subarray(start, start + ROWS)
    yield () => {
      const rows = columns.map(part)
      if (times instanceof BigUint64Array) replayer.feed_rows(part(times), ...rows)
      else replayer.feed_timed_rows(part(times), ...rows)
    }
  }
}
