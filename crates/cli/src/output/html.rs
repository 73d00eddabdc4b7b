//! A document as one HTML file that needs nothing else: read on a screen in light or dark, or
//! printed.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::output::document::{Block, Document, Mark, Table};

const STYLE: &str = include_str!("report.css");

/// The page; its title is the first line of the document.
pub(crate) fn page(title: &str, document: &Document) -> String {
    let blocks = document.blocks();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    @for block in blocks {
                        @match block {
                            Block::Text(words) => (paragraphs(words)),
                            Block::Table(title, rows) => (table(title, rows)),
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

fn paragraphs(words: &str) -> Markup {
    html! {
        @for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) { p { (line) } }
    }
}

fn table(title: &str, table: &Table) -> Markup {
    let class = |index: usize| table.is_right(index).then_some("figure");
    html! {
        section {
            h2 { (title) }
            div.wide tabindex="0" role="region" aria-label=(title) {
                table {
                    thead {
                        tr {
                            @for (index, name) in table.head().iter().enumerate() {
                                th scope="col" class=[class(index)] { (name) }
                            }
                        }
                    }
                    tbody {
                        @for (mark, cells) in table.rows() {
                            tr class=[(mark == Mark::Bad).then_some("bad")] {
                                @for (index, cell) in cells.iter().enumerate() {
                                    td class=[class(index)] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
