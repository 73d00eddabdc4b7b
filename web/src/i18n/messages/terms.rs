crate::i18n::messages::table::messages! {
    /// What short names mean.
    Terms {
        rpm: "How many requests your organization may send to one model in a minute. It refills all the time." / "您的组织每分钟可向一个模型发送的请求数，持续恢复。",
        rpd: "How many requests your organization may send to one model in a day. Batch requests do not count." / "您的组织每天可向一个模型发送的请求数，批处理请求不计入。",
        tpm: "How many tokens, input and output together, your organization may use on one model in a minute. It refills all the time; cached input is given back." / "您的组织每分钟在一个模型上可用的 token 数（输入加输出），持续恢复；缓存输入会退回。",
        tpd: "How many tokens, input and output together, your organization may use on one model in a day." / "您的组织每天在一个模型上可用的 token 数（输入加输出）。",
        itpm: "How many input tokens your organization may send to one model in a minute." / "您的组织每分钟可向一个模型发送的输入 token 数。",
        otpm: "How many output tokens one model may generate for your organization in a minute." / "一个模型每分钟可为您的组织生成的输出 token 数。",
        ash: "How many seconds of audio your organization may have transcribed in an hour." / "您的组织每小时可转写的音频秒数。",
        asd: "How many seconds of audio your organization may have transcribed in a day." / "您的组织每天可转写的音频秒数。",
        other: "A limit of your organization." / "您的组织的一项限额。",
    }
}
