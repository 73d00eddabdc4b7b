use groq_catalog::{ARTICLE, ArticleRow};
use leptos::prelude::*;

use crate::{
    browser::html::Markup,
    form::{presets::SCENARIOS, state::Form, view::View},
    i18n::locale::Locale,
    page::context::Page,
};

/// The rows in which the article is wrong or imprecise.
#[component]
pub(super) fn Article() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let facts = page.messages().facts();
    let mut markup = Markup::default();
    for (wrong, id, title) in [
        (true, "article-wrong", facts.wrong_rows),
        (false, "article-imprecise", facts.imprecise_rows),
    ] {
        markup.open_table(id, title, &[facts.row, facts.said, facts.right, facts.why]);
        for row in ARTICLE.iter().filter(|row| row.wrong == wrong) {
            write(&mut markup, row, locale);
        }
        markup.close_table();
    }
    let scenarios = SCENARIOS.iter().map(|scenario| {
        let address = format!("#{}", Form::read(scenario.fragment).form.fragment(View::Plan));
        view! { <li><a class="button" href=address>{(scenario.title)(page.messages())}</a></li> }
    });
    let scenarios = scenarios.collect_view();
    view! {
        <section aria-labelledby="article-title" class="card">
            <h2 id="article-title">{facts.article}</h2>
            <p>{facts.article_lead}</p>
            <div class="article" inner_html=markup.finish()></div>
            <h3>{facts.scenarios}</h3>
            <ul class="buttons" id="scenarios">{scenarios}</ul>
        </section>
    }
}

fn write(markup: &mut Markup, row: &ArticleRow, locale: Locale) {
    let facts = locale.messages().facts();
    markup.open("tr", &[("id", &format!("article-{}", row.id))]);
    markup.row_head(&locale.messages().answer.noted.with([locale.text(row.what), row.id]));
    markup.cell(locale.text(row.said));
    markup.open("td", &[]);
    markup.leaf("strong", &[], locale.text(row.right));
    markup.close("td");
    markup.open("td", &[("class", "why")]);
    markup.text(locale.text(row.why));
    if !row.question.is_empty() {
        let address = format!("#{}", Form::read(row.question).form.fragment(View::Plan));
        let name = facts.work_out.with([row.id]);
        markup.text(" ");
        let link = [("href", address.as_str()), ("aria-label", &name)];
        markup.leaf("a", &link, facts.work_out_short);
    }
    markup.close("td");
    markup.close("tr");
}
