//! What std would bring: nobody reads the text of a panic, and without it the
//! package is 8 kB smaller after brotli.

use core::{arch::wasm32, panic::PanicInfo};

use dlmalloc::GlobalDlmalloc;

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
