super::messages! {
    /// Programs that keep to the plan.
    Code {
        lead: "A program for the model and plan that are recommended, or picked, for your workload." / "针对您的工作负载所推荐（或您选定）的模型与套餐的程序。",
    }
}
