/** Dollars as an exact decimal, like "23.25"; "0" for nothing. */
export type Usd = string
/** An exact fraction as a decimal of at most six places. */
export type Decimal = string
/** `YYYY-MM-DD`. */
export type Day = string
/** A number, or its text where a double could not hold it: `2000`, `"1.5k"`, `10n`. */
export type Figure = number | string | bigint

export type LimitName = 'RPM' | 'RPD' | 'TPM' | 'TPD' | 'ITPM' | 'OTPM' | 'ASH' | 'ASD'
export type Plan = 'free' | 'developer'
export type Tier = 'on_demand' | 'flex'
export type Kind = 'chat' | 'transcription' | 'speech' | 'moderation' | 'system'
export type Status = 'confirmed' | 'likely' | 'speculation'

/** What is thrown: the field at fault and what is wrong with it. */
export interface GroqCalcError extends Error {
  field: string
  code:
    | 'missing' | 'out_of_range' | 'unknown' | 'not_offered' | 'overflow'
    | 'invalid' | 'unknown_field' | 'bad_row' | 'bad_log' | 'not_ready'
  value?: string
  /** The line of a log, from 1. */
  line?: number
  /** Everything that is wrong with a question or a catalog. */
  errors?: GroqCalcError[]
}

/** An address, a `URL`, a `Request`, a `Response`, bytes or a `WebAssembly.Module`. */
export type ModuleSource = string | object

/** The bytes of a module, or a `WebAssembly.Module`. */
export type WasmModule = ArrayBuffer | ArrayBufferView | object

/**
 * Loads what answers at once, as far as it is imported: in a page before anything else; in Node nothing is left to do.
 * `replay` and `limitedFetch` load their modules when they are first used.
 */
export function init(source?: ModuleSource): Promise<void>
export function initSync(modules: { module?: WasmModule; catalog?: WasmModule; request?: WasmModule }): void
export default init

/** How many requests: by the day, or by the month, of which the bill counts exactly this many. */
export type Volume =
  | { requests_per_day: Figure; requests_per_month?: null }
  | { requests_per_month: Figure; requests_per_day?: null }

export type Workload = Volume & RequestShape

/** What a request takes: tokens, audio or characters are needed. */
export interface RequestShape {
  input_tokens?: Figure | null
  cached_input_tokens?: Figure | null
  output_tokens?: Figure | null
  max_completion_tokens?: Figure | null
  audio_seconds?: Figure | null
  characters?: Figure | null
  peak_requests_per_minute?: Figure | null
  active_hours_per_day?: Figure | null
  days_per_month?: Figure | null
  batch_share_percent?: Figure | null
  request_seconds?: Figure | null
  safety_margin_percent?: Figure | null
  tools?: {
    web_search_basic?: Figure | null
    web_search_advanced?: Figure | null
    visit_website?: Figure | null
    code_execution_seconds?: Figure | null
    browser_automation_seconds?: Figure | null
  } | null
}

/** Custom limits, as your account's Limits page states them: model, plan, limit. */
export type OwnLimits = Record<string, Partial<Record<Plan, Partial<Record<LimitName, Figure>>>>>

export type Capability =
  | 'tools' | 'parallel_tools' | 'json_mode' | 'structured_outputs' | 'vision' | 'reasoning' | 'caching' | 'batch' | 'mcp'
  | 'translation'

/** What an option has to meet. */
export interface Requirements {
  models?: string[] | null
  use_case?: string | null
  production?: boolean | null
  /** What the model has to be able to do. */
  needs?: Capability[] | null
  /** The benchmark to compare models by, and the least score that will do. */
  quality?: { benchmark: string; at_least?: Figure | null } | null
  min_context?: Figure | null
  monthly_budget_usd?: Figure | null
}

export interface Question {
  as_of?: Day | null
  /** The rule of the day by default. */
  admission?: Admission | null
  plans?: Plan[] | null
  workload: Workload
  requirements?: Requirements | null
  limits?: OwnLimits | null
  /** Results of your own evaluations, which come before published ones. */
  scores?: {
    model: string
    score: Figure
    benchmark?: string
    effort?: string | null
    low?: Figure | null
    high?: Figure | null
  }[] | null
}

/** Services on one account, in place of a workload: limits hold for all of them together. */
export interface ServicesQuestion extends Omit<Question, 'workload'> {
  services: Service[]
  workload?: undefined
}

/** A service makes one or more kinds of call, all on one model. */
export interface Service {
  name: string
  growth_percent_per_month?: Figure | null
  requirements?: Requirements | null
  calls: Workload[]
  /** How its requests are spread over the day: 24 weights from midnight on. */
  profile?: Figure[] | null
}

export interface Provenance {
  source: string
  from: Day
  status: Status
}

/** Why no request can pass, with the figures. */
export type Blocked =
  | { code: 'too_large'; limit: LimitName; requested: number; cap: number }
  | { code: 'context'; requested: number; window: number }
  | { code: 'completion'; requested: number; cap: number }
  | { code: 'tool'; tool: string }

/** How requests are admitted: by all that they reserve, or by their usual answer. */
export type Admission = 'reserved' | 'expected'

/** Why an option was not recommended. */
export type PassedOver =
  | {
      code:
        | 'blocked' | 'does_not_fit' | 'unknown_limits' | 'unknown_price' | 'free_plan' | 'not_production' | 'context' | 'budget'
        | 'more_expensive' | 'at_risk' | 'lower_preference' | 'less_headroom' | 'tie'
    }
  | { code: 'low_score'; score: Decimal; at_least: Decimal }
  | { code: 'no_score' }
  | { code: 'missing_capability' | 'unknown_capability' | 'disputed_capability'; capability: Capability }

/** Why an option is the recommended one. */
export type Because = { code: 'only_one' } | { code: 'cheapest_of'; options: number }

/** What stands between the nearest option and a recommendation. */
export type Obstacle =
  | {
      code: 'volume'
      requests_per_day_max: number | null
      requests_per_day: number
      requests_per_minute_max: number | null
      binding: LimitName[]
    }
  | { code: 'unchecked'; unknown_limits: LimitName[] }
  | { code: 'over_budget'; monthly_usd: Usd }
  | Blocked
  | PassedOver

/** A text is for people; the field of the same name with `_code` is for programs. */
export interface Option {
  model: string
  plan: Plan
  tier: Tier
  fits: boolean
  /** A limit is unknown: then it never fits, is never recommended and comes last. */
  unchecked: boolean
  blocked: string | null
  blocked_code: Blocked | null
  /** Limits by which a request may be refused, with what it asks for at most. */
  at_risk: { limit: LimitName; requested: number; cap: number }[]
  binding: LimitName[]
  unknown_limits: LimitName[]
  limits: { limit: LimitName; cap: number; demand: Decimal; utilization: Decimal | null }[]
  utilization: Decimal | null
  requests_per_minute_max: number | null
  requests_per_minute_bound: LimitName[]
  requests_per_day_max: number | null
  requests_per_day_bound: LimitName[]
  batch_share_percent: number
  concurrency: Decimal | null
  workers_max: number | null
  monthly: {
    total_usd: Usd | null
    list_usd: Usd | null
    batch_usd: Usd | null
    lines: { item: string; quantity: Decimal; unit: string; usd: Usd }[]
  }
  limits_from: Provenance | null
  prices_from: Provenance | null
  passed_over: string | null
  passed_over_code: PassedOver | null
}

export interface Standing {
  fits: boolean
  at_risk: boolean
  monthly_usd: Usd | null
  requests_per_day: number | null
}

/** What lies around the option of an answer; a count that is null has no bound. */
export interface Outlook {
  model: string
  plan: Plan
  tier: Tier
  requests_per_day_fit: number | null
  requests_per_day_in_budget: number | null
  longest_prompt: number | null
  longest_completion: number | null
  levers: {
    lever:
      | 'cache_more' | 'batch' | 'reserve_less' | 'shorter_prompt' | 'shorter_completion'
      | 'another_model' | 'developer' | 'flex'
    field: string | null
    from: number | null
    to: number | null
    model: string
    plan: Plan
    tier: Tier
    saves_usd: Usd
    costs_usd: Usd
    gains_requests_per_day: number | null
    before: Standing
    after: Standing
  }[]
  ladder: { from: number; to: number | null; model: string; plan: Plan; tier: Tier; monthly_usd: Usd }[]
  batch_against_cache: { cached_input_tokens: Decimal; always: boolean } | null
  spend: {
    budget_usd: Usd
    monthly_usd: Usd
    reached_on_day: number | null
    reached_after_days: Decimal | null
    overrun: { minutes: number; requests: number; usd: Usd }[]
    buffered_usd: Usd | null
  } | null
  bursts: {
    requests_per_minute: number
    refused: Decimal
    rate_losing_a_percent: Decimal | null
    rate_losing_a_permille: Decimal | null
  }
}

export interface Answer {
  as_of: Day
  kind: Kind
  admission: Admission
  admission_from: Provenance | null
  requests_per_day: number
  options: Option[]
  recommended: { model: string; plan: Plan; tier: Tier; monthly_usd: Usd; because: string; because_code: Because; retires: Retirement | null } | null
  nearest: { model: string; plan: Plan; tier: Tier; change: string; change_code: Obstacle; retires: Retirement | null } | null
}

/** The best assignment of models and tiers to services, on one plan. */
export interface ServicesAnswer {
  as_of: Day
  admission: Admission
  admission_from: Provenance | null
  plan: Plan
  fits: boolean
  verdict: string
  verdict_code: { code: 'fits' | 'unmet' | 'unchecked' | 'does_not_fit'; [figure: string]: unknown }
  /** What would have to change; empty where the assignment can be taken as it is. */
  changes: { change: string; change_code: { code: string; [figure: string]: unknown } }[]
  services: {
    name: string
    model: string
    tier: Tier
    monthly_usd: Usd | null
    list_usd: Usd | null
    blocked: string | null
    blocked_code: Blocked | null
    blocked_call: number | null
    at_risk: { call: number; limit: LimitName; requested: number; cap: number }[]
    unchecked: boolean
    unknown_limits: LimitName[]
    production: boolean
    retires: Retirement | null
    limits_from: Provenance | null
    prices_from: Provenance | null
    calls: {
      requests_per_day: Decimal
      requests_per_month: number
      peak_requests_per_minute: number
      /** The most requests a day that fit beside all other calls on the model and tier; null where no known limit holds them back. */
      requests_per_day_fit: number | null
      batch_share_percent: number
      blocked: string | null
      blocked_code: Blocked | null
      monthly_usd: Usd | null
      list_usd: Usd | null
      lines: { item: string; quantity: Decimal; unit: string; usd: Usd; price_usd: Usd; per: number; halved: boolean }[]
    }[]
    /** The service as if it had the account for itself. */
    alone: { model: string; plan: Plan; tier: Tier; recommended: boolean; monthly_usd: Usd | null }
  }[]
  limits: {
    model: string
    tier: Tier
    limit: LimitName
    cap: number
    usable: number
    demand: Decimal
    utilization: Decimal | null
    by_service: Record<string, Decimal>
  }[]
  binding: { model: string; tier: Tier; limit: LimitName }[]
  utilization: Decimal | null
  monthly: { total_usd: Usd | null; list_usd: Usd | null }
  sharing: { alone_usd: Usd | null; costs_usd: Usd | null }
  growth: {
    grows: boolean
    fits_months: number | null
    first_over: { month: number; model: string; tier: Tier; limit: LimitName; demand: Decimal; usable: number } | null
    next: {
      plan: Plan
      services: { name: string; model: string; tier: Tier; moves: boolean }[]
      monthly_usd: Usd
      costs_usd: Usd
    } | null
    months: { month: number; total_usd: Usd | null; list_usd: Usd | null; utilization: Decimal | null; fits: boolean }[]
  } | null
}

/** What would save or unlock something; all else stays as it is. */
export interface ServicesChange {
  lever: string
  lever_code: { code: 'move' | 'batch' | 'cache' | 'spread' | 'raise_caps'; [figure: string]: unknown }
  before: ServicesMetrics
  after: ServicesMetrics
}

/** How an assignment does; `months` is for how many it fits, 61 at most. */
export interface ServicesMetrics {
  fits: boolean
  monthly_usd: Usd | null
  utilization: Decimal | null
  months: number
}

/** An option that fits and is not beaten in both cost and score. */
export interface Point {
  model: string
  plan: Plan
  tier: Tier
  monthly_usd: Usd
  effort: string | null
  score: Decimal
  interval: [Decimal, Decimal] | null
  other_efforts: [string, Decimal][]
}

/** What published results, or yours, say of the options: one benchmark, measurer and day. */
export interface Quality {
  benchmark: string
  title: string
  lower_is_better: boolean
  version: string
  measurer: string
  maker: boolean
  endpoint: boolean
  date: Day
  licence: string
  source: string
  /** Models that fit, without a published score at Groq's default effort. */
  unscored: { model: string; default_effort: string | null; other_efforts: [string, Decimal][] }[]
  /** The next better model, and what it costs more than the recommended one. */
  next: { model: string; plan: Plan; tier: Tier; monthly_usd: Usd; more_usd: Usd; score: Decimal; instead_of: Decimal } | null
}

/** A custom catalog that has been read. */
export interface Catalog {
  /** Its newest entry, which is the day where none is named. */
  readonly newest: Day
  readonly [opened]: true
}
declare const opened: unique symbol

/** An entry of a dated list; they are in order of their days. */
type Entry<T> = T & { from: Day; source: string; status: Status; note?: string }
type CatalogCaps = Entry<Partial<Record<LimitName, number>> & { unknown?: readonly LimitName[] }>

/** The file that the command's `--catalog` takes, as an object; prices are decimals in quotes. */
export interface CatalogFile {
  sources?: readonly { id: string; title?: string; publisher?: string; url?: string; accessed?: Day }[]
  models: Record<string, {
    name: string
    kind: Kind
    lifecycle: readonly Entry<{ state: 'production' | 'preview' | 'listed' | 'enterprise' | 'retired'; replacement?: readonly string[]; announced?: Day }>[]
    context?: readonly Entry<{ window?: number; max_completion?: number }>[]
    limits?: { free?: readonly CatalogCaps[]; developer?: readonly CatalogCaps[] }
    prices?: readonly Entry<{ input?: Usd; cached_input?: Usd; output?: Usd; audio_hour?: Usd; characters?: Usd }>[]
    contested?: readonly Entry<{ cached_input: Usd; against: string }>[]
    batch?: readonly Entry<{ listed: boolean }>[]
    tools?: readonly Entry<{ offered: readonly string[] }>[]
    speed?: readonly Entry<{ tokens_per_second?: number; speed_factor?: number; page: string }>[]
    special?: string
    capabilities?: readonly Entry<{
      can?: readonly Capability[]; cannot?: readonly Capability[]; disputed?: readonly Capability[]; against?: string
      strict?: boolean; efforts?: readonly string[]; default_effort?: string; details?: Readonly<Record<string, string>>
    }>[]
  }>
  tools?: readonly Entry<Record<'web_search_basic' | 'web_search_advanced' | 'visit_website' | 'code_execution' | 'browser_automation', Usd>>[]
  admission?: readonly Entry<{ rule: Admission }>[]
  use_cases?: readonly {
    id: string; from?: Day; models: readonly string[]; source?: string
    title?: string; start?: string; avoid?: string; title_zh?: string; start_zh?: string; avoid_zh?: string
  }[]
}

/** Reads a custom catalog, an object or its JSON, for the option `catalog`; kept until the program ends. */
export function openCatalog(catalog: CatalogFile | string): Catalog

/** Which limit binds, what the month costs, which model and plan to take. */
export function plan(question: ServicesQuestion, options?: { outlook?: false; catalog?: Catalog | null }): ServicesAnswer
export function plan(question: ServicesQuestion, options: { outlook: true; catalog?: Catalog | null }): ServicesAnswer & { levers: ServicesChange[] }
export function plan(question: Question, options?: { outlook?: false; catalog?: Catalog | null }): Answer
export function plan(question: Question, options: { outlook: true; catalog?: Catalog | null }): Answer & { outlook: Outlook | null; quality: Quality | null; frontier: Point[] }

/** The tokens of one request; the cached ones are part of the input. */
export interface Usage {
  input_tokens: number
  cached_input_tokens?: number | null
  output_tokens: number
}

/** The field `usage` of a chat completion. */
export interface CompletionUsage {
  prompt_tokens: number
  completion_tokens: number
  prompt_tokens_details?: { cached_tokens?: number | null } | null
}

/** The field `usage` of the Responses API. */
export interface ResponseUsage {
  input_tokens: number
  output_tokens: number
  input_tokens_details?: { cached_tokens?: number | null } | null
}

/** What one request costs; null where the model's tokens have no known price. */
export function cost(
  model: string,
  usage: Usage | CompletionUsage | ResponseUsage,
  options?: { as_of?: Day | null; batch?: boolean; catalog?: Catalog | null },
): Usd | null

/** Requests as columns: `model` is an index into the ids, the others are tokens. */
export interface UsageColumns {
  model: Uint8Array
  input: Uint32Array
  cached_input?: Uint32Array | null
  output: Uint32Array
}

/** What all requests cost; with `each` also every one, in picodollars. */
export function costs(models: readonly string[], columns: UsageColumns, options?: { as_of?: Day | null; each?: false; catalog?: Catalog | null }): { total_usd: Usd }
export function costs(
  models: readonly string[],
  columns: UsageColumns,
  options: { as_of?: Day | null; each: true; catalog?: Catalog | null },
): { total_usd: Usd; picodollars: BigUint64Array }

export interface Origin extends Provenance {
  note?: string
}

export type ListedCaps = Origin & { unknown: LimitName[] } & Partial<Record<LimitName, number>>

/** The known end of a model that is still offered. */
export interface Retirement {
  /** The first day on which it is not offered. */
  on: Day
  replacements: string[]
  /** The day on which Groq announced it, where it is known. */
  announced: Day | null
}

export interface ListedModel {
  id: string
  name: string
  kind: Kind
  lifecycle: (Origin & { stage: 'production' | 'preview' | 'listed' | 'enterprise' | 'retired'; replacements: string[]; announced: Day | null }) | null
  retired_on: Day | null
  /** The known end of a model that is still offered. */
  retires: Retirement | null
  context_window: number | null
  max_completion_tokens: number | null
  limits: { free: ListedCaps | null; developer: ListedCaps | null }
  prices: (Origin & {
    input_per_million_usd: Usd | null
    cached_input_per_million_usd: Usd | null
    output_per_million_usd: Usd | null
    audio_per_hour_usd: Usd | null
    characters_per_million_usd: Usd | null
  }) | null
  /** A price on which sources disagree: never part of a bill. */
  contested: (Origin & { cached_input_per_million_usd: Usd; against: string }) | null
  batch: boolean
  speeds: (Origin & { page_reported: number; unit: string; page: string })[]
  /** What it is for, where that is less than its kind says; empty for most. */
  special: string
  /** What is known of its capabilities; one that is not there is not known. */
  capabilities: Partial<
    Record<Capability, Partial<Origin> & { ability: 'yes' | 'no' | 'disputed'; strict?: boolean | null; against?: string }>
  >
  reasoning_efforts: string[]
  /** The effort where a request names none. */
  default_effort: string | null
  /** Limits and lists: images a request, tokens an image, sizes of files, languages, voices. */
  details: Record<string, { value: string; source: string; from: Day }>
}

export interface Listing {
  as_of: Day
  models: ListedModel[]
  tools: (Origin & {
    web_search_basic_per_1000_usd: Usd
    web_search_advanced_per_1000_usd: Usd
    visit_website_per_1000_usd: Usd
    code_execution_per_hour_usd: Usd
    browser_automation_per_hour_usd: Usd
  }) | null
}

/** The models of a day, the newest by default, with limits and prices; `all`: retired ones too. */
export function models(asOf?: Day | null, options?: { all?: boolean; catalog?: Catalog | null }): Listing

/** A log as columns, in order of time; times in microseconds. */
export interface LogColumns {
  t_us: BigUint64Array | Float64Array
  input: Uint32Array
  output: Uint32Array
  cached?: Uint32Array | null
  max_completion?: Uint32Array | null
  audio_ms?: Uint32Array | null
  batch?: Uint8Array | null
}

type Chunk = string | Uint8Array | ArrayBuffer
/** CSV as text or bytes, whole or in chunks: `t_us,input,cached,output` or an Azure trace. */
export type TextLog = Chunk | Iterable<Chunk> | AsyncIterable<Chunk> | ChunkStream
/** A `ReadableStream`, as `Blob` and `fetch` give one. */
export interface ChunkStream {
  getReader(): { read(): Promise<{ done: boolean; value?: Chunk | undefined }> }
}

/** A replay of the option that is named. */
export interface OneOption extends ReplaySettings {
  model: string
  plan: Plan
  all?: false | null
}

/** A replay of every option that suits the log, or of those that are named. */
export interface AllOptions extends ReplaySettings {
  model?: string | null
  plan?: Plan | null
  all: true
}

export type ReplayOptions = OneOption | AllOptions

export interface ReplaySettings {
  tier?: Tier | null
  /** Every option that suits the log, beside the one. */
  compare?: boolean | null
  limiter?: 'bucket' | 'fixed' | null
  policy?: 'drop' | 'queue' | null
  charge?: 'uncached' | 'total' | null
  /** With the policy `queue`: a request leaves after waiting that long. */
  patience_seconds?: Figure | null
  /** Rows marked as batch leave the stream where batch is offered. */
  batch?: boolean | null
  /** 2 lasts twice as long, 0.5 doubles the rate. */
  stretch?: Figure | null
  scale?: Figure | null
  safety_margin_percent?: Figure | null
  limits?: OwnLimits | null
  as_of?: Day | null
  /** The rule of the day by default. */
  admission?: Admission | null
  skip_bad_rows?: boolean | null
  /** Sorts the rows by time first, which keeps the log in memory. */
  sort?: boolean | null
  /** What an option has to manage to meet the target. */
  most_refused_percent?: Figure | null
  most_p99_seconds?: Figure | null
  /** Works out what would have been enough, which keeps the log in memory. */
  fix?: boolean | null
  catalog?: Catalog | null
  /** Called after every piece; what it throws ends the replay. */
  onProgress?: (done: { rows: number; bytes: number }) => void
}

export type PerLimit = Partial<Record<LimitName, number>>

/** What the log came to under one option. */
export interface OptionReport {
  model: string
  plan: Plan
  tier: Tier
  /** What is paid for the admitted and the batched. */
  paid_usd: Usd | null
  /** Requests that got no answer. */
  lost: number
  /** Whether it meets the target. */
  meets: boolean
  /** Its caps, as far as they might be used. */
  caps: PerLimit
  requests: number
  admitted: number
  /** Of the policy `drop`. */
  rejected?: number
  /** This and the next seven: of the policy `queue`. */
  delayed?: number
  abandoned?: number
  patience_us?: number | null
  wait_p50_us?: number
  wait_p99_us?: number
  wait_max_us?: number
  waits_exact?: boolean
  last_start_us: number | null
  oversize: number
  oversize_by: PerLimit
  over_context: number
  batched: number
  tokens_charged: number
  failed_by: PerLimit
  longest_wait_by: PerLimit
  first: { row: number; t_us: number; limit: LimitName; retry_after_us: number } | null
  unknown_limits: LimitName[]
  cost_admitted_usd: Usd | null
  cost_offered_usd: Usd | null
  cost_batched_usd: Usd | null
  bin_us: number
  series: {
    t_us: number
    requests: number
    admitted: number
    rejected: number
    abandoned: number
    oversize: number
    waiting: number
    failed_by: PerLimit
    left: PerLimit
  }[]
}

/** A client's own limits that keep the log within those of the option. */
export interface Throttle {
  requests_per_minute: number | null
  tokens_per_minute: number | null
  /** Requests that the API would still refuse. */
  refused: number
  delayed: number
  wait_p50_us: number
  wait_p99_us: number
  wait_max_us: number
  waits_exact: boolean
}

/** One of several options, in short. */
export interface BriefReport {
  model: string
  plan: Plan
  tier: Tier
  paid_usd: Usd | null
  admitted: number
  lost: number
  wait_p99_us: number
  /** Whether all of its limits are known. */
  known: boolean
  meets: boolean
}

export interface ReplayHead {
  as_of: Day
  limiter: 'bucket' | 'fixed'
  policy: 'drop' | 'queue'
  charge: 'uncached' | 'total'
  rows: number
  skipped_rows: number
  format: 'rows' | 'azure' | null
}

/** The report of the option that was named. */
/** How an amount is spread over requests, by nearest rank; the mean is rounded up. */
export interface Spread {
  mean: number
  p50: number
  p99: number
  most: number
}

/** What the traffic of a log is like. */
export interface Profile {
  requests: number
  /** From the first to the last, in microseconds. */
  span_us: number
  /** The most requests within any sixty seconds. */
  busiest_minute: number
  input: Spread
  cached: Spread
  output: Spread
  audio_ms: Spread
}

export interface Report extends ReplayHead, OptionReport {
  /** With `compare`. */
  options?: BriefReport[]
  /** With `compare`. */
  profile?: Profile
  recommended?: { model: string; plan: Plan; tier: Tier; paid_usd: Usd | null } | null
  /** With `fix`. */
  fix?: { sufficient_caps: PerLimit; throttle: Throttle | null }
}

/** The reports of all options. */
export interface AllReports extends ReplayHead {
  options: OptionReport[]
  /** With a target. */
  recommended?: { model: string; plan: Plan; tier: Tier; paid_usd: Usd | null } | null
}

/** What the limits of one option would have done with a log. */
export function replay(log: LogColumns | TextLog, options: OneOption): Promise<Report>
export function replay(log: LogColumns | TextLog, options: AllOptions): Promise<AllReports>
export function replay(log: LogColumns | TextLog, options: ReplayOptions): Promise<Report | AllReports>

/** Anything that has names and values: `Headers`, an object, pairs. */
export type AnyHeaders =
  | Iterable<readonly [string, string]>
  | Record<string, string | readonly string[] | undefined>

/** Texts as the API writes them, and whole milliseconds, rounded up. */
export interface Bucket {
  limit: number | null
  remaining: number | null
  reset: string | null
  reset_ms: number | null
}

export interface RateHeaders {
  requests_per_day: Bucket
  tokens_per_minute: Bucket
  retry_after: string | null
  retry_after_ms: number | null
  request_id: string | null
  region: string | null
  unreadable: string[]
}

export function parseHeaders(headers: AnyHeaders): RateHeaders

export interface ApiError {
  status: number
  kind:
    | 'rate_limited' | 'request_too_large' | 'invalid_api_key' | 'model_not_found'
    | 'model_decommissioned' | 'spend_limit' | 'terms_required' | 'failed_generation' | 'unsupported_audio'
    | 'context_too_long' | 'text_too_long' | 'capacity_exceeded' | 'network_refused'
    | 'forbidden' | 'not_found' | 'bad_request' | 'unprocessable' | 'failed_dependency'
    | 'cancelled' | 'server' | 'unknown' | 'file_too_large' | 'model_blocked' | 'organization_restricted'
    | 'plan_required' | 'generation_cut_short' | 'no_answer' | 'unknown_address'
  message: string
  type: string | null
  code: string | null
  param: string | null
  model: string | null
  service_tier: string | null
  completion_cap: number | null
  limit: {
    limit: LimitName | null
    cap: number | null
    used: number | null
    requested: number | null
    approximate: boolean
    wait: string | null
    wait_ms: number | null
    exceeds_limit: boolean | null
  } | null
  advice: {
    action:
      | 'wait_and_retry' | 'back_off' | 'shrink' | 'fix_request' | 'fix_key' | 'change_model'
      | 'raise_spend_limit' | 'accept_terms' | 'try_again' | 'convert_audio' | 'change_network' | 'ask_permission' | 'fix_dependency' | 'nothing'
      | 'shrink_file' | 'raise_reserve' | 'contact_support' | 'change_plan' | 'fix_address'
    waiting: 'helps' | 'may_help' | 'never'
    wait: string | null
    wait_ms: number | null
    /** What says how long to wait. */
    wait_from: 'text' | 'retry_after' | 'figures' | 'reset' | null
  }
}

/** What an error of the API is about and what to do; the body as text or as parsed. */
export function parseError(status: number, body: unknown, headers?: AnyHeaders | null): ApiError

/** What Groq refuses, may refuse, or ignores. */
export interface Finding {
  path: string
  severity: 'refused' | 'at_risk' | 'ignored'
  reason: string
  code: string
  /** What Groq answers, where it refuses it. */
  groq_answers: string | null
}

export interface RequestCheck {
  /** The model, after correcting. */
  model: string | null
  plan: Plan
  /** What is known of it; never a promise. */
  verdict: 'refused' | 'accepted_but_changed' | 'nothing_known_against_it'
  refused: boolean
  /** Whether Groq might refuse it, by what it reserves. */
  at_risk: boolean
  findings: Finding[]
  /** Equal findings together. */
  groups: unknown[]
  /** Whether nothing known is against the corrected request. */
  mends: boolean
  not_checked: { code: string; text: string }[]
  /** What the model has to be able to do for it. */
  needs: Capability[]
  input_tokens: number | null
  /** Whether they were counted rather than estimated. */
  input_tokens_exact: boolean | null
  /** The request without what was found; `corrected` is the same. */
  mended: Record<string, unknown>
  corrected: Record<string, unknown>
}

/** What Groq would refuse or ignore in a request; the body as text or object. On the free plan by default. */
export function checkRequest(
  body: string | object,
  options?: {
    plan?: Plan | null
    endpoint?: 'chat' | 'audio' | 'translation' | null
    admission?: Admission | null
    as_of?: Day | null
  },
): RequestCheck

/** `fetch`, where there is one. */
export type Fetch = typeof globalThis extends { fetch: infer F } ? F : (input: any, init?: any) => Promise<any>

export interface LimitedFetchOptions {
  /** Caps of your account, in place of the published ones. */
  limits?: OwnLimits | null
  /** The rule of the day by default. */
  admission?: Admission | null
  as_of?: Day | null
  /** The most that may be spent, in dollars at list price; then nothing is sent any more. */
  budget?: Figure | null
  /** Whether tenants that wait take turns; otherwise first come, first served. */
  fair?: boolean
  /** Who asks, for `fair`: a number for each tenant. */
  tenant?: number
  /** How often a request is sent again after a 429 or 503 that says how long to wait; 3 by default. */
  retries?: number
  /** The hosts whose chat completions are limited; by default api.groq.com and this machine. */
  hosts?: readonly string[]
  /** What sends the requests; the global `fetch` by default. */
  fetch?: Fetch
  /** How many times as fast as the clock time goes, for `groq-calc mock --speed`. */
  speed?: number
}

/**
 * A `fetch` that keeps chat completions within the limits of a plan: for the option `fetch` of groq-sdk, of openai and of
 * `createGroq` of @ai-sdk/groq. Requests wait in line until they may be sent.
 */
export function limitedFetch(plan: Plan, options?: LimitedFetchOptions): Fetch
