// The published vectors, wherever the package runs: what is expected must be there and equal.

function contains(id, path, actual, expected) {
  if (Array.isArray(expected) && expected.some((item) => item !== null && typeof item === 'object')) {
    if (actual?.length !== expected.length) throw new Error(`${id}: ${path} is ${JSON.stringify(actual)}`)
    expected.forEach((item, index) => contains(id, `${path}[${index}]`, actual[index], item))
  } else if (expected !== null && typeof expected === 'object' && !Array.isArray(expected)) {
    for (const [key, value] of Object.entries(expected)) contains(id, `${path}.${key}`, actual?.[key], value)
  } else if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${id}: ${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`)
  }
}

/** How many hold; throws at the first that does not. */
export function hold({ plan }, vectors) {
  for (const { id, question, option: place, expect, outlook, blocked } of vectors) {
    const answer = plan(question, { outlook: true })
    const same = (option) => ['model', 'plan', 'tier'].every((key) => option[key] === place[key])
    const option = answer.options.find(same)
    if (option === undefined) throw new Error(`${id}: no such option`)
    contains(id, 'option', option, expect)
    if (outlook !== undefined) contains(id, 'outlook', answer.outlook, outlook)
    if (blocked !== undefined && !option.blocked?.includes(blocked)) throw new Error(`${id}: blocked is ${option.blocked}`)
  }
  if (vectors.length < 30) throw new Error(`only ${vectors.length} vectors`)
  return vectors.length
}
