// Logs against the limits.
import * as wasm from './groq_calc_replay.js'
import { behind } from './handles.js'
import { Part } from './parts.js'
import { column, fault, json } from './values.js'

export { init, init as default, initSync } from './parts.js'

const ROWS = 65_536
const BYTES = 262_144
// How long a replay may keep the thread before others get their turn.
const TURN_MS = 25

const part = new Part(wasm, new URL('./groq_calc_replay_bg.wasm', import.meta.url))
// Groq's catalog.
let groq

const later = () => new Promise((done) => setTimeout(done, 0))

export async function replay(log, options) {
  const { onProgress, catalog, ...asked } = options ?? {}
  const engine = catalog == null ? (groq ??= (await part.loaded()).Catalog.groq()) : behind(catalog)
  const replayer = engine.replayer(json('options', asked))
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
