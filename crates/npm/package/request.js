// The module about requests; it has the check and the limits.
import * as wasm from './groq_calc_request.js'
import { Part } from './parts.js'

export const request = new Part(wasm, new URL('./groq_calc_request_bg.wasm', import.meta.url))
