// How values cross between JavaScript and the modules.

export function fault(message, field, code) {
  return Object.assign(new Error(message), { code, field })
}

// A misspelt option would silently change the answer.
export function known(options, names) {
  for (const name in options) {
    if (!names.includes(name)) throw fault(`unknown option ${name}; expected one of ${names.join(', ')}`, name, 'unknown_field')
  }
  return options ?? {}
}

// JSON has no such values: as text they are read exactly, or named in the error.
const exact = (_, value) => {
  const isText = ['bigint', 'function', 'symbol'].includes(typeof value) || (typeof value === 'number' && !Number.isFinite(value))
  return isText ? String(value) : value
}

export function json(what, value) {
  try {
    return JSON.stringify(value, exact) ?? 'null'
  } catch (error) {
    throw fault(`${what} has no form in JSON: ${error.message}`, what, 'invalid')
  }
}

export const dated = (asOf) => (asOf == null ? undefined : String(asOf))

export const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value) ?? '')

export function column(columns, name, kinds, rows) {
  const value = columns[name]
  if (value == null && rows !== undefined) return new kinds[0](rows)
  if (!kinds.some((kind) => value instanceof kind)) {
    const names = kinds.map((kind) => kind.name).join(' or ')
    throw fault(`${name} is not a ${names}`, name, 'invalid')
  }
  return value
}

export function pairs(headers) {
  if (headers == null) return []
  const entries = typeof headers[Symbol.iterator] === 'function' ? headers : Object.entries(headers)
  const flat = []
  for (const [name, value] of entries) {
    // Node gives a list for a header that came more than once.
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one != null) flat.push(String(name), String(one))
    }
  }
  return flat
}
