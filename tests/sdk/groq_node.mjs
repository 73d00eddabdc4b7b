// The official npm package `groq-sdk`, as it comes, against the stand-in.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

// ESM does not read NODE_PATH; require does.
const require = createRequire(import.meta.url);
const sdk = require("groq-sdk");
const { Groq, toFile } = sdk;

const url = process.env.GROQ_BASE_URL;
const model = "openai/gpt-oss-120b";
const retried = "openai/gpt-oss-20b";
const messages = [{ role: "user", content: "Hi" }];
const client = (options) => new Groq({ apiKey: "gsk_test", ...options });

const control = (path, body) =>
  fetch(url + path, { method: "POST", body: JSON.stringify(body) });
const log = async () => {
  const { requests } = await (await fetch(url + "/mock/log")).json();
  return requests.map(({ status }) => status);
};

function wav(seconds) {
  const data = Buffer.alloc(16000 * 2 * seconds);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16000, 24);
  head.writeUInt32LE(32000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

const claims = {
  async chat() {
    const answer = await client().chat.completions.create({ model, messages });
    assert.match(answer.choices[0].message.content, /^This answer/);
    assert.equal(answer.usage.completion_tokens, 64);
  },

  async headers() {
    const { response } = await client().chat.completions.create({ model, messages }).withResponse();
    assert.equal(response.headers.get("x-ratelimit-limit-tokens"), "8000");
  },

  async streaming() {
    const stream = await client().chat.completions.create({ model, messages, stream: true });
    let text = "";
    let last;
    for await (const chunk of stream) {
      text += chunk.choices[0].delta.content ?? "";
      last = chunk;
    }
    assert.match(text, /^This answer comes from a local stand-in/);
    assert.equal(last.x_groq.usage.completion_tokens, 64);
  },

  async models() {
    const { data } = await client().models.list();
    assert.ok(data.some(({ id }) => id === model));
    assert.equal((await client().models.retrieve(model)).id, model);
  },

  async transcription() {
    const file = await toFile(wav(1), "a.wav");
    const answer = await client().audio.transcriptions.create({ model: "whisper-large-v3", file });
    assert.match(answer.text, /stand-in/);
  },

  async ownRetriesAfter429() {
    await control("/mock/reset", {});
    const start = performance.now();
    for (let index = 0; index < 3; index += 1) {
      await client().chat.completions.create({ model: retried, messages, max_completion_tokens: 5 });
    }
    assert.deepEqual(await log(), [200, 200, 429, 200]);
    assert.ok(performance.now() - start >= 2000, "retry-after said 2 seconds");
  },

  async typedErrors() {
    await control("/mock/reset", {});
    const once = client({ maxRetries: 0 }).chat.completions;
    const status = (kind, code) => (error) => error instanceof kind && error.status === code;
    const wrong = new Groq({ apiKey: "gsk_invalid" });
    await assert.rejects(wrong.models.list(), status(sdk.AuthenticationError, 401));
    await assert.rejects(
      once.create({ model: "llama-3.3-70b-versatile", messages }),
      status(sdk.NotFoundError, 404),
    );
    await assert.rejects(
      once.create({ model, messages, top_logprobs: 2 }),
      status(sdk.BadRequestError, 400),
    );
    await assert.rejects(
      client().chat.completions.create({ model, messages, max_completion_tokens: 9000 }),
      status(sdk.APIError, 413),
    );
    assert.deepEqual(await log(), [401, 404, 400, 413], "none of these is retried");
    for (let index = 0; index < 2; index += 1) {
      await once.create({ model: retried, messages, max_completion_tokens: 5 });
    }
    await assert.rejects(
      once.create({ model: retried, messages, max_completion_tokens: 5 }),
      status(sdk.RateLimitError, 429),
    );
    await control("/mock/faults", { fault: "status=503" });
    await assert.rejects(once.create({ model, messages }), status(sdk.InternalServerError, 503));
  },
};

for (const [name, claim] of Object.entries(claims)) {
  await claim();
  console.log(`groq-sdk: ${name}`);
}
