use axum::body::Body;
use groq_calc::Plan;
use groq_mock::Config;
use serde_json::{Value, json};

use crate::caller::{Caller, MODEL, form, request};

fn line(id: &str, model: &str) -> String {
    json!({"custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": {
        "model": model, "messages": [{"role": "user", "content": "Hi"}]}})
    .to_string()
}

fn developer() -> Caller {
    Caller::new(Config { plan: Plan::Developer, ..Config::default() })
}

async fn upload(caller: &Caller, text: &str) -> String {
    let answer =
        caller.send(form("/openai/v1/files", &[("purpose", "batch")], text.as_bytes())).await;
    assert_eq!(answer.json()["bytes"], text.len());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

fn job(file: &str) -> Value {
    json!({"input_file_id": file, "endpoint": "/v1/chat/completions", "completion_window": "24h"})
}

#[tokio::test]
async fn a_batch_goes_from_upload_to_output() {
    let caller = developer();
    let lines = [line("a", MODEL), line("b", "qwen/qwen3.8-27b"), line("c", "openai/gpt-oss-20b")];
    let file = upload(&caller, &lines.join("\n")).await;
    let batch = caller.post("/openai/v1/batches", job(&file)).await.json();
    assert_eq!(batch["status"], "in_progress");
    assert_eq!(batch["request_counts"], json!({"total": 3, "completed": 0, "failed": 0}));
    let path = format!("/openai/v1/batches/{}", batch["id"].as_str().expect("an id"));
    caller.clock.advance(59_999_999);
    assert_eq!(caller.get(&path).await.json()["status"], "in_progress");
    caller.clock.advance(1);
    let batch = caller.get(&path).await.json();
    assert_eq!(batch["status"], "completed");
    assert_eq!(batch["request_counts"], json!({"total": 3, "completed": 2, "failed": 1}));
    let content = |id: &Value| format!("/openai/v1/files/{}/content", id.as_str().expect("an id"));
    let output = caller.get(&content(&batch["output_file_id"])).await.text;
    let rows: Vec<Value> =
        output.lines().map(|row| serde_json::from_str(row).expect("JSON")).collect();
    assert_eq!((&rows[0]["custom_id"], &rows[1]["custom_id"]), (&json!("a"), &json!("c")));
    assert_eq!(rows[0]["response"]["body"]["model"], MODEL);
    let errors = caller.get(&content(&batch["error_file_id"])).await.json();
    assert_eq!(
        (&errors["custom_id"], &errors["response"]["status_code"]),
        (&json!("b"), &json!(400))
    );
    // It used up nothing of the synchronous limits.
    let status = caller.get("/mock").await.json();
    assert_eq!(status["models"][MODEL]["RPM"]["left"], status["models"][MODEL]["RPM"]["cap"]);
    assert_eq!(caller.get("/openai/v1/batches").await.json()["data"][0], batch);
    assert_eq!(caller.get("/openai/v1/files").await.json()["data"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn refuses_a_batch_that_groq_refuses() {
    let caller = developer();
    let file = upload(&caller, &line("a", MODEL)).await;
    for (field, value) in
        [("endpoint", "/v1/audio"), ("completion_window", "8d"), ("completion_window", "23h")]
    {
        let mut job = job(&file);
        job[field] = json!(value);
        let answer = caller.post("/openai/v1/batches", job).await;
        assert_eq!((answer.status, answer.error().param()), (400, Some(field)));
    }
    assert_eq!(caller.post("/openai/v1/batches", job("file_x")).await.status, 404);
    let broken = upload(&caller, &format!("{}\n{{}}", line("a", MODEL))).await;
    let batch = caller.post("/openai/v1/batches", job(&broken)).await.json();
    assert_eq!(
        (&batch["status"], &batch["errors"]["data"][0]["line"]),
        (&json!("failed"), &json!(2))
    );
    let free = Caller::new(Config::default());
    let file = upload(&free, &line("a", MODEL)).await;
    assert_eq!(free.post("/openai/v1/batches", job(&file)).await.status, 403);
}

#[tokio::test]
async fn a_cancelled_batch_stays_cancelled_and_a_deleted_file_is_gone() {
    let caller = developer();
    let file = upload(&caller, &line("a", MODEL)).await;
    let batch = caller.post("/openai/v1/batches", job(&file)).await.json();
    let path = format!("/openai/v1/batches/{}/cancel", batch["id"].as_str().expect("an id"));
    assert_eq!(caller.post(&path, json!({})).await.json()["status"], "cancelled");
    caller.clock.advance(3_600_000_000);
    assert_eq!(caller.post(&path, json!({})).await.json()["status"], "cancelled");
    let path = format!("/openai/v1/files/{file}");
    assert_eq!(caller.get(&path).await.json()["purpose"], "batch");
    let delete = || request("DELETE", &path, &[], Body::empty());
    assert_eq!(caller.send(delete()).await.json()["deleted"], true);
    assert_eq!(caller.send(delete()).await.status, 404);
    let other = form("/openai/v1/files", &[("purpose", "vision")], b"x");
    assert_eq!(caller.send(other).await.error().param(), Some("purpose"));
}

#[tokio::test]
async fn a_batch_of_more_lines_than_allowed_fails_with_one_error() {
    let caller = developer();
    // The lines are wrong as well, but are not read to the end.
    let file = upload(&caller, &"{}\n".repeat(50_001)).await;
    let batch = caller.post("/openai/v1/batches", job(&file)).await.json();
    assert_eq!(batch["status"], "failed");
    let errors = batch["errors"]["data"].as_array().expect("a list");
    assert_eq!((errors.len(), &errors[0]["code"]), (1, &json!("too_many_requests")));
    // Blank lines are no requests.
    let file = upload(&caller, &(line("a", MODEL) + &"\n".repeat(50_001))).await;
    let batch = caller.post("/openai/v1/batches", job(&file)).await.json();
    assert_eq!(
        (&batch["status"], &batch["request_counts"]["total"]),
        (&json!("in_progress"), &json!(1))
    );
    let file = upload(&caller, " \n\n").await;
    let batch = caller.post("/openai/v1/batches", job(&file)).await.json();
    assert_eq!(batch["errors"]["data"][0]["code"], "empty_file");
}

#[tokio::test]
async fn uploads_share_their_room_and_a_deleted_file_gives_it_back() {
    let config = Config { plan: Plan::Developer, stored_bytes: 100, ..Config::default() };
    let caller = Caller::new(config);
    let file = upload(&caller, &"a".repeat(60)).await;
    let purpose = [("purpose", "batch")];
    let send = |bytes: usize| caller.send(form("/openai/v1/files", &purpose, &vec![b'b'; bytes]));
    let refused = send(41).await;
    assert_eq!((refused.status, refused.error().code()), (413, Some("request_too_large")));
    assert!(refused.text.contains("100 bytes"), "{}", refused.text);
    // What was refused takes no room.
    assert_eq!(send(40).await.status, 200);
    let audio = form("/openai/v1/audio/transcriptions", &[("model", "whisper-large-v3")], &[0; 9]);
    assert_eq!(caller.send(audio).await.status, 413);
    let path = format!("/openai/v1/files/{file}");
    assert_eq!(caller.send(request("DELETE", &path, &[], Body::empty())).await.status, 200);
    assert_eq!(send(60).await.status, 200);
}
