//! Files from outside: catalogs, and the price files of other projects.

mod import;
mod read;
