/// Groq's name for a request.
#[derive(Clone)]
pub(crate) struct RequestId(pub(crate) String);
