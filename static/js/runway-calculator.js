// The free runway calculator: reads the form, computes the last day, and has the chart drawn. Nothing is sent anywhere.
import { drawRunwayChart } from "./runway-chart.js"
import { DAYS_IN_MONTH, daysUntilEmpty, moneyLeft } from "./runway-money.js"

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 })
const dateFormat = new Intl.DateTimeFormat("en-US", { month: "long", day: "numeric", year: "numeric" })

function enhanceRunway(root) {
  const form = root.querySelector("[data-runway]")
  if (!form) return
  form.hidden = false
  const inputs = Object.fromEntries([...form.querySelectorAll("[data-figure]")].map((input) => [input.dataset.figure, input]))
  inputs.state.addEventListener("input", () => fillFromState(inputs))
  form.addEventListener("input", () => showResult(form, readFigures(inputs)))
  form.addEventListener("submit", (event) => event.preventDefault())
}

function fillFromState({ state, weeks, weekly }) {
  const { most, weeks: payableWeeks } = state.selectedOptions[0].dataset
  if (payableWeeks) weeks.value = payableWeeks
  if (most) weekly.placeholder = `at most ${most}`
}

function readFigures(inputs) {
  const number = (name) => Number(inputs[name].value.replace(/[$,\s]/g, "")) || 0
  const state = inputs.state.selectedOptions[0].dataset
  const most = Number(state.most ?? Infinity)
  return {
    savings: number("have") + number("severance"), burn: number("spend") - number("income"), hasSpending: number("spend") > 0,
    weekly: Math.min(number("weekly"), most), isCapped: number("weekly") > most, weeks: number("weeks"), waits: Number(state.waits ?? 0),
  }
}

function showResult(form, figures) {
  const [result, chart] = [form.querySelector("[data-result]"), form.querySelector("[data-drawing]")]
  chart.hidden = !(figures.hasSpending && figures.savings > 0 && figures.burn > 0)
  if (!figures.hasSpending || figures.savings <= 0) return (result.innerHTML = "<p>Type what you have and what a month costs.</p>")
  if (figures.burn <= 0) return (result.innerHTML = "<p>Other income covers what a month costs, so the savings last.</p>")
  const [alone, withBenefits] = [daysUntilEmpty(figures, false), daysUntilEmpty(figures, true)]
  const lines = [`<p><b>Without unemployment pay: ${duration(alone)}.</b></p>`]
  if (figures.weekly && figures.weeks) lines.push(`<p><b>With it: ${duration(withBenefits)}.</b></p>`)
  if (figures.isCapped) lines.push(`<p>The state pays at most ${dollars.format(figures.weekly)} a week, so that is what is counted.</p>`)
  result.innerHTML = lines.join("")
  drawRunwayChart(chart, (days, hasBenefits) => moneyLeft(figures, days, hasBenefits), withBenefits ?? alone, dollars)
}

function duration(days) {
  if (days === null) return "more than ten years"
  return `${(days / DAYS_IN_MONTH).toFixed(1)} months, to about ${dateFormat.format(now() + days * 86_400_000)}`
}

// A developer may have shifted the clock of the whole program (CLOCK_SHIFT).
const now = () => Date.now() + Number(document.querySelector("[data-clock-shift]")?.dataset.clockShift ?? 0)

enhanceRunway(document)
