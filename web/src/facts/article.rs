use groq_catalog::{ARTICLE, ArticleRow};
use leptos::prelude::*;

use crate::{locale::Locale, page::Page, state::Form, view::View};

/// The rows in which the article is wrong or imprecise.
#[component]
pub(super) fn Article() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let facts = &page.messages().facts;
    let table = move |wrong: bool, title: &'static str| {
        let rows = ARTICLE
            .iter()
            .filter(|row| row.wrong == wrong)
            .map(|row| view_row(row, locale))
            .collect_view();
        view! {
            <div class="scroll" role="region" aria-label=title tabindex="0">
                <table class="article">
                    <caption>{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{facts.row}</th>
                            <th scope="col">{facts.said}</th>
                            <th scope="col">{facts.right}</th>
                            <th scope="col">{facts.why}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    };
    view! {
        <section aria-labelledby="article-title" class="card">
            <h2 id="article-title">{facts.article}</h2>
            <p>{facts.article_lead}</p>
            {table(true, facts.wrong_rows)}
            {table(false, facts.imprecise_rows)}
        </section>
    }
}

fn view_row(row: &'static ArticleRow, locale: Locale) -> impl IntoView {
    let facts = &locale.messages().facts;
    let link = (!row.question.is_empty()).then(|| {
        let fragment = Form::read(row.question).form.fragment(View::Plan);
        let name = facts.work_out.with([row.id]);
        view! { " " <a href=format!("#{fragment}") aria-label=name>{facts.work_out_short}</a> }
    });
    view! {
        <tr id=format!("article-{}", row.id)>
            <th scope="row">{locale.text(row.what)} " (" {row.id} ")"</th>
            <td>{locale.text(row.said)}</td>
            <td><strong>{locale.text(row.right)}</strong></td>
            <td class="why">{locale.text(row.why)} {link}</td>
        </tr>
    }
}
