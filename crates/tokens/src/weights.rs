//! Written by tests/tokens/calibrate.py from tests/tokens/counts.csv.

use crate::classes::CLASSES;

/// The tokens of each class, and how far off they were.
pub(crate) struct Weights {
    pub(crate) thousandths: [u32; CLASSES],
    pub(crate) error_permille: u64,
}

pub(crate) const GPT_OSS: Weights = Weights {
    thousandths: [
        960, 101, 126, 766, 291, 0, 1577, 42, 735, 113, 537, 314, 297, 164, 357, 261, 244, 231,
        395, 664, 628, 563, 254, 1148, 0, 878, 711, 175, 738, 1318, 1335, 1240, 2415, 79,
    ],
    error_permille: 294,
};

pub(crate) const LLAMA: Weights = Weights {
    thousandths: [
        972, 70, 426, 878, 529, 0, 1470, 32, 225, 57, 993, 252, 273, 140, 958, 230, 139, 399, 483,
        674, 606, 432, 1426, 1023, 46, 904, 758, 129, 570, 1476, 1149, 2083, 3232, 127,
    ],
    error_permille: 386,
};

pub(crate) const QWEN3: Weights = Weights {
    thousandths: [
        1005, 59, 426, 841, 537, 0, 1405, 30, 372, 171, 654, 907, 425, 235, 309, 291, 605, 1004,
        562, 493, 619, 662, 1093, 262, 948, 880, 673, 157, 797, 1604, 1197, 855, 2301, 86,
    ],
    error_permille: 344,
};

pub(crate) const QWEN35: Weights = Weights {
    thousandths: [
        965, 67, 258, 786, 340, 0, 1601, 44, 541, 17, 796, 252, 254, 115, 400, 179, 228, 317, 246,
        418, 370, 358, 407, 0, 1019, 907, 812, 133, 1296, 1528, 1219, 2032, 3181, 167,
    ],
    error_permille: 323,
};
