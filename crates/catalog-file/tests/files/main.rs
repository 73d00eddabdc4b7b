//! Files from outside: catalogs, and the price files of other projects.

mod account;
mod import;
mod read;
