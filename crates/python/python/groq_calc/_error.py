"""What the functions of this package raise."""


class Error(ValueError):
    """Input that can't be used: the field at fault, its value and what it may be.

    `code` is one of `missing`, `out_of_range`, `unknown`, `not_offered`,
    `overflow`, `invalid`, `unknown_field`, `bad_row` and `bad_log`; `line` is
    that of a log; `errors` holds each of several.
    """

    def __init__(
        self,
        message: str,
        code: str = "invalid",
        field: str = "",
        value: str | None = None,
        line: int | None = None,
        errors: "list[tuple[str, str, str, str | None, int | None]] | None" = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.value = value
        self.line = line
        self.errors = [Error(*one) for one in errors or []]
