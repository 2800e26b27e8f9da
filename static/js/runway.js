// The free runway calculator. Reads the form, works out the days, and hands them to be drawn. Nothing is sent.
import { drawRunway } from "./runway-drawing.js"
const DAYS_IN_MONTH = 365.25 / 12
const LONGEST_DAYS = 365 * 10
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 })
const day = new Intl.DateTimeFormat("en-US", { month: "long", day: "numeric", year: "numeric" })

function runway(root) {
  const form = root.querySelector("[data-runway]")
  if (!form) return
  form.hidden = false
  const inputs = Object.fromEntries([...form.querySelectorAll("[data-figure]")].map((one) => [one.dataset.figure, one]))
  const waits = () => Number(inputs.state.selectedOptions[0].dataset.waits ?? 0)
  inputs.state.addEventListener("input", () => fillState(inputs))
  form.addEventListener("input", () => show(form, read(inputs, waits())))
  form.addEventListener("submit", (event) => event.preventDefault())
}

function fillState({ state, weeks, weekly }) {
  const { most, weeks: many } = state.selectedOptions[0].dataset
  if (many) weeks.value = many
  if (most) weekly.placeholder = `at most ${most}`
}

function read(inputs, waits) {
  const figure = (name) => Number(inputs[name].value.replace(/[$,\s]/g, "")) || 0
  const most = Number(inputs.state.selectedOptions[0].dataset.most ?? Infinity)
  return {
    amount: figure("have") + figure("severance"), burn: figure("spend") - figure("income"), hasSpending: figure("spend") > 0,
    weekly: Math.min(figure("weekly"), most), isCapped: figure("weekly") > most, weeks: figure("weeks"), waits,
  }
}

const left = (purse, days, helps) =>
  purse.amount - (purse.burn / DAYS_IN_MONTH) * days + (helps ? (purse.weekly / 7) * Math.min(Math.max(days - 7 * purse.waits, 0), purse.weeks * 7) : 0)

function cliff(purse, helps) {
  for (let days = 1; days <= LONGEST_DAYS; days++) if (left(purse, days, helps) <= 0) return days
  return null
}

function show(form, purse) {
  const result = form.querySelector("[data-result]")
  const drawing = form.querySelector("[data-drawing]")
  drawing.hidden = !(purse.hasSpending && purse.amount > 0 && purse.burn > 0)
  if (!purse.hasSpending || purse.amount <= 0) return (result.innerHTML = "<p>Type what you have and what a month costs.</p>")
  if (purse.burn <= 0) return (result.innerHTML = "<p>Other income covers what a month costs, so the savings last.</p>")
  const [alone, helped] = [cliff(purse, false), cliff(purse, true)]
  const said = [`<p><b>Without unemployment pay: ${words(alone)}.</b></p>`]
  if (purse.weekly && purse.weeks) said.push(`<p><b>With it: ${words(helped)}.</b></p>`)
  if (purse.isCapped) said.push(`<p>The state pays at most ${dollars.format(purse.weekly)} a week, so that is what is counted.</p>`)
  result.innerHTML = said.join("")
  drawRunway(drawing, (days, helps) => left(purse, days, helps), helped ?? alone, dollars)
}

function words(days) {
  if (days === null) return "more than ten years"
  return `${(days / DAYS_IN_MONTH).toFixed(1)} months, to about ${day.format(Date.now() + days * 86_400_000)}`
}
runway(document)
