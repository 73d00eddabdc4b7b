crate::i18n::messages::table::translations! {
    /// What the engine decided: its `Display` is the English.
    Decisions {
        too_large[3]: "单个请求一次需要 {0}，超过 {1} 的 {2}：返回 HTTP 413，等待也没有用",
        over_context[2]: "单个请求需要 {0} 个 token，超过上下文窗口 {1}",
        over_completion[2]: "单个请求预留 {0} 个输出 token，超过模型上限 {1}",
        no_tool[1]: "该模型不提供{0}",
        passed_blocked: "这种大小的请求无法通过",
        passed_does_not_fit: "超出限额",
        passed_unknown_price: "价格未知",
        passed_free_plan: "免费版不用于生产环境",
        passed_not_production: "该模型未列为生产可用",
        passed_context: "上下文窗口太小或未知",
        passed_capability: "模型缺少所需能力，或来源未确认",
        passed_score: "评测成绩不够或未公布",
        passed_budget: "超出预算",
        passed_unknown_limits: "部分限额未知",
        passed_more_expensive: "有更便宜的方案",
        passed_at_risk: "费用相同，但请求可能被拒绝",
        passed_lower_preference: "费用相同，但更基础的服务已够用",
        passed_less_headroom: "费用相同，但余量更少",
        passed_tie: "费用和余量都相同",
        spend_reached[2]: "以预算 {0} 作为支出上限：当月第 {1} 天达到。",
        spend_not_reached[1]: "以预算 {0} 作为支出上限：不会达到。",
        spend_overrun[3]: "Groq 的统计有延迟：{2} 分钟内最多可能再通过 {0} 个请求，超支 {1}。",
        spend_buffered[1]: "要不超出预算，请把上限设为 {0}。",
        spend_hopeless: "仅超支部分就可能超过预算。",
    }
}
