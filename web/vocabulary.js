// How large the module with the vocabulary of gpt-oss is, and its hash. `cargo xtask finish` writes
// the figures of the build.
export const VOCABULARY = { bytes: 0, hash: "" };
