//! The catalog as it is built in: beside the article, beside other price lists and
//! from one day to another.

mod article;
mod changes;
mod peers;
mod quality;
mod reference;
