// Every function as TypeScript sees it.
import init, * as groq from 'groq-calc'
import type { Answer, GroqCalcError, Report, Usd } from 'groq-calc'
import { openCatalog } from 'groq-calc/catalog'
import { checkRequest } from 'groq-calc/check'
import { limitedFetch } from 'groq-calc/limiter'
import { plan } from 'groq-calc/plan'
import { replay } from 'groq-calc/replay'

await init()
const answer: Answer = groq.plan({
  plans: ['free', 'developer'],
  workload: { requests_per_day: '2k', input_tokens: 1500n, output_tokens: 500 },
  limits: { 'openai/gpt-oss-120b': { free: { TPD: 300_000 } } },
})
const saved: Usd | undefined = groq.plan({ workload: { requests_per_day: 1 } }, { outlook: true }).outlook?.levers[0]?.saves_usd
const usd: Usd | null = groq.cost('openai/gpt-oss-120b', { prompt_tokens: 1, completion_tokens: 2 }, { batch: true })
const columns = { model: new Uint8Array(1), input: new Uint32Array(1), output: new Uint32Array(1) }
const each: BigUint64Array = groq.costs(['openai/gpt-oss-120b'], columns, { each: true }).picodollars
const total: Usd = groq.costs(['openai/gpt-oss-120b'], columns).total_usd
const cap: number | undefined = groq.models('2026-06-04', { all: true }).models[0]?.limits.free?.TPM
const log = { t_us: new Float64Array(1), input: new Uint32Array(1), output: new Uint32Array(1) }
const report: Report = await groq.replay(log, { model: 'openai/gpt-oss-120b', plan: 'free', onProgress: ({ rows }) => console.log(rows) })
await groq.replay(new Blob(['t_us,input,cached,output\n']).stream(), { model: 'x', plan: 'free' }).catch((error: GroqCalcError) => error.line)
const lost: number | undefined = (await groq.replay(log, { all: true, policy: 'queue' })).options[0]?.lost
const reset: number | null = groq.parseHeaders(new Headers()).requests_per_day.reset_ms
const wait: number | null = groq.parseError(429, {}, { 'retry-after': '1' }).advice.wait_ms
const mended: Record<string, unknown> = groq.checkRequest({ model: 'x' }, { endpoint: 'audio' }).mended

const verdict: 'refused' | 'accepted_but_changed' | 'nothing_known_against_it' = groq.checkRequest('{}', { plan: 'developer' }).verdict
const limited: groq.Fetch = groq.limitedFetch('free', { budget: '5', limits: { 'openai/gpt-oss-120b': { free: { TPM: '8k' } } } })
// @ts-expect-error There is no such plan.
groq.limitedFetch('enterprise')

const catalog: groq.Catalog = groq.openCatalog({
  models: { m: { name: 'M', kind: 'chat', lifecycle: [{ from: '2026-06-01', source: 's', status: 'likely', state: 'listed' }] } },
})
groq.cost('m', { input_tokens: 1, output_tokens: 1 }, { catalog })
// @ts-expect-error A price is no number.
groq.openCatalog({ models: { m: { name: 'M', kind: 'chat', lifecycle: [], prices: [{ from: '2026-06-01', source: 's', status: 'likely', input: 1 }] } } })
// @ts-expect-error A catalog is opened first.
groq.plan({ workload: { requests_per_day: 1 } }, { catalog: { newest: '2026-06-01' } })
// @ts-expect-error A question has a workload.
groq.plan({})
// @ts-expect-error Requests have no default.
groq.plan({ workload: {} })
groq.plan({ workload: { requests_per_month: 31, audio_seconds: 3600 } })
const services: groq.ServicesAnswer = groq.plan({ services: [{ name: 's', calls: [{ requests_per_day: 1, input_tokens: 1 }] }] })
const lasts: number | null | undefined = services.growth?.fits_months
// @ts-expect-error They are counted by the day or by the month.
groq.plan({ workload: { requests_per_day: 1, requests_per_month: 31, input_tokens: 1 } })
// @ts-expect-error There is no such plan.
groq.replay(log, { model: 'x', plan: 'enterprise' })
// @ts-expect-error A model is named unless all are asked for.
groq.replay(log, { plan: 'free' })
// @ts-expect-error It may be unknown.
groq.cost('x', { input_tokens: 1, output_tokens: 1 }).length
// @ts-expect-error Rows are not asked for.
groq.costs([], columns).picodollars
// @ts-expect-error Plain arrays are no columns.
groq.costs([], { ...columns, input: [1] })

export const entries = [checkRequest, limitedFetch, openCatalog, plan, replay] as const
export { answer, cap, each, lasts, limited, lost, mended, report, reset, saved, total, usd, verdict, wait }
