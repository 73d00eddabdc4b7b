super::messages! {
    /// A pasted text.
    Paste {
        lead: "Paste a prompt, a request, an answer, a curl command, or several as JSON lines. Nothing leaves this page." / "粘贴提示词、请求、响应、curl 命令，或多条 JSON 行。内容不会离开本页。",
    }
}
