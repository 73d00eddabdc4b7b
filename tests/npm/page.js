import * as groq from 'groq-calc'
import vectors from './vectors.json'
import { hold } from './vectors.js'

const said = document.getElementById('said')
try {
  let early
  try {
    groq.models()
  } catch (error) {
    early = error.code
  }
  await groq.init()
  said.textContent = `${hold(groq, vectors)} vectors hold; ${early} before`
} catch (error) {
  said.textContent = `failed: ${error.stack}`
}
