//! What people came to do, by clicks and keys alone, on a wide screen and on a phone: the
//! answer that is reached, and how many steps it takes.

use fantoccini::Locator;
use serde_json::json;

use crate::{
    Outcome, in_browser,
    session::{Session, pause, tries},
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// A wide screen and a phone.
const WINDOWS: [(u32, u32); 2] = [(1440, 900), (390, 780)];

/// A visitor, whose steps are counted: a click, a choice, or a field filled in.
struct Visitor {
    page: Session,
    steps: usize,
}

impl Visitor {
    /// At the page's own address, in a window of that size.
    async fn new(
        page: &Session,
        (width, height): (u32, u32),
    ) -> Result<Self, Box<dyn std::error::Error>> {
        page.look(width, height, "light").await?;
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        Ok(Self { page: page.clone(), steps: 0 })
    }

    async fn click(&mut self, id: &str) -> Outcome {
        self.steps += 1;
        self.page.click(id).await
    }

    /// The label of a box or a button to choose.
    async fn choose(&mut self, id: &str) -> Outcome {
        self.steps += 1;
        self.page.click_on(&format!("label[for='{id}']")).await
    }

    async fn select(&mut self, id: &str, value: &str) -> Outcome {
        self.steps += 1;
        let select = self.page.wait().for_element(Locator::Id(id)).await?;
        Ok(select.select_by_value(value).await?)
    }

    async fn fill(&mut self, id: &str, text: &str) -> Outcome {
        self.steps += 1;
        self.page.write(id, text).await
    }

    async fn link(&mut self, view: &str) -> Outcome {
        self.steps += 1;
        self.page.click_on(&format!("main a[href*='view={view}']")).await
    }
}

/// Waits until a script says true.
async fn until(page: &Session, script: &str) -> Outcome {
    for _ in tries() {
        if page.script(script, vec![]).await? == json!(true) {
            return Ok(());
        }
        pause().await;
    }
    Err(format!("never true: {script}").into())
}

/// Task 1: a chatbot idea, and no notion of tokens.
#[test]
fn a_newcomer_comes_from_a_conversation_to_a_price_in_three_steps() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            visitor.click("convert").await?;
            visitor.choose("from-conversation").await?;
            page.until_text("becomes-input_tokens", "1,340").await?;
            page.until_text("turns", "Turn 10: 2,240").await?;
            visitor.click("use-words").await?;
            page.until_text("monthly", "$8.91").await?;
            assert_eq!(page.value("input_tokens").await?, "1340");
            assert_eq!(page.value("requests_per_day").await?, "2000");
            assert_eq!(visitor.steps, 3);
            // A term says what it means, by the keyboard too, and Escape hides it.
            page.script("document.getElementById('limits-title')?.scrollIntoView() ?? document.querySelector('.skel').scrollIntoView()", vec![]).await?;
            page.wait().for_element(Locator::Css("#limits .term button")).await?;
            page.script("document.querySelector('#limits .term button').focus()", vec![]).await?;
            let shown = "const tip = document.querySelector('#limits .tip'); return tip.getClientRects().length > 0 && tip.textContent.length > 40";
            until(&page, shown).await?;
            page.press("\u{e00c}").await?;
            until(
                &page,
                "return document.querySelector('#limits .tip').getClientRects().length === 0",
            )
            .await?;
            // And which model is good, by whose measure.
            until(
                &page,
                "return /\\d/.test(document.querySelector('#options td[data-l]').textContent)",
            )
            .await?;
        }
        Ok(())
    });
}

/// Task 3: three services, their sum, and a page for the boss.
#[test]
fn a_team_lead_adds_up_three_services_and_has_a_report() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            for (number, (requests, input, output)) in
                [("4000", "6000", "400"), ("30k", "400", "30")].into_iter().enumerate()
            {
                visitor.click("add-service").await?;
                page.until_text(&format!("service-{}", number + 1), "not counted").await?;
                visitor.fill("requests_per_day", requests).await?;
                visitor.fill("input_tokens", input).await?;
                visitor.fill("output_tokens", output).await?;
            }
            page.until_text("total", "$119.25").await?;
            page.until_text("shared-limits", "Service 1").await?;
            visitor.link("report").await?;
            page.until_text("report-price", "$119.25").await?;
            page.until_text("report-margin", "$143.10").await?;
            assert_eq!(visitor.steps, 9);
        }
        Ok(())
    });
}

/// Task 4: on a phone the answer is there before anything is touched.
#[test]
fn on_a_phone_the_answer_is_in_the_first_window_and_letters_can_be_typed() {
    in_browser(|page| async move {
        let visitor = Visitor::new(&page, (390, 780)).await?;
        let low = "return document.getElementById('monthly').getBoundingClientRect().bottom";
        assert!(page.script(low, vec![]).await?.as_f64().is_some_and(|low| low < 300.0));
        // A keypad without letters could not write 1.5k.
        let digits = "return [...document.querySelectorAll('main input')].filter((one) => ['numeric', 'decimal', 'tel'].includes(one.inputMode)).length";
        assert_eq!(page.script(digits, vec![]).await?, 0);
        assert_eq!(visitor.steps, 0);
        page.write("requests_per_day", "1.5k").await?;
        page.until_text("monthly", "$11.81").await
    });
}

/// Task 5: the answer is one skip link away, and no two buttons are called the same.
#[test]
fn by_keyboard_the_answer_is_two_keys_away() {
    in_browser(|page| async move {
        for window in WINDOWS {
            Visitor::new(&page, window).await?;
            page.press(TAB).await?;
            page.press(ENTER).await?;
            until(&page, "return document.activeElement.id === 'answer'").await?;
            page.script("document.getElementById('levers-title')?.scrollIntoView() ?? document.querySelector('.skel').scrollIntoView()", vec![]).await?;
            page.wait().for_element(Locator::Css("#details .levers button")).await?;
            // Quality and its benchmark stand in the table, and on the phone in the cards.
            until(&page, "return [...document.querySelectorAll('#options td[data-l]')].some((cell) => cell.dataset.l === 'Quality, GPQA Diamond' && cell.textContent === '66' && cell.getClientRects().length > 0)").await?;
            let twice = "const names = [...document.querySelectorAll('main button')].filter((one) => one.getClientRects().length > 0) \
                .map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()); \
                return names.filter((name, index) => names.indexOf(name) !== index)";
            assert_eq!(page.script(twice, vec![]).await?, json!([]), "{window:?}");
        }
        Ok(())
    });
}

/// Task 6: in Chinese, one term for each thing.
#[test]
fn in_chinese_the_terms_are_one_each() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            if window.0 < 768 {
                visitor.click("menu-button").await?;
            }
            visitor.select("language", "zh-Hans").await?;
            page.until_text("verdict", "免费版不够用").await?;
            page.until_text("binding", "已用 1.6%").await?;
            assert!(visitor.steps <= 2);
            page.script(
                "document.querySelectorAll('details').forEach((fold) => { fold.open = true })",
                vec![],
            )
            .await?;
            let text = page.script("return document.body.innerText", vec![]).await?;
            let text = text.as_str().unwrap_or_default();
            for term in ["数据日期", "token", "最紧张的限额"] {
                assert!(text.contains(term), "{term}");
            }
            for odd in ["截止日期", "令牌", "消费上限", "花费上限", "标记数", "你的"]
            {
                assert!(!text.contains(odd), "{odd} is in {text}");
            }
            if window.0 < 768 {
                visitor.click("menu-button").await?;
            }
            visitor.select("language", "en").await?;
            page.until_text("verdict", "Free plan is too small").await?;
        }
        Ok(())
    });
}

/// Task 8: a thousand hours of audio in a month, billed as a thousand.
#[test]
fn a_thousand_hours_of_audio_cost_a_thousand_hours() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            visitor.choose("work-audio").await?;
            visitor.select("unit", "month").await?;
            visitor.fill("requests_per_month", "1000").await?;
            visitor.select("length", "hours").await?;
            visitor.fill("audio_seconds", "1").await?;
            page.until_text("monthly", "$40.00").await?;
            page.until_text("option", "whisper").await?;
            assert_eq!(visitor.steps, 5);
        }
        Ok(())
    });
}

/// Task 9: a model that sees, calls tools and keeps to a JSON schema.
#[test]
fn a_model_with_vision_is_one_box_to_tick() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            let before = page.text("option").await?;
            visitor.choose("needs-vision").await?;
            for _ in tries() {
                if page.text("option").await.is_ok_and(|now| now != before) {
                    break;
                }
                pause().await;
            }
            assert_ne!(page.text("option").await?, before);
            // The row of the answer bears the picture of what was asked for.
            let sees = "const row = document.querySelector('#options tr:has(:checked)'); return row !== null && [...row.querySelectorAll('.cap')].some((one) => one.title.startsWith('Vision'))";
            until(&page, sees).await?;
            assert_eq!(visitor.steps, 1);
        }
        Ok(())
    });
}
