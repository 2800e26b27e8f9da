// Draws the money left month by month as an area with a second line, and the same as a table.
import { DAYS_IN_MONTH } from "./runway-money.js"

const WIDTH = 504
const MAX_MONTHS = 36

// moneyLeft(days, hasBenefits) gives dollars; lastDay is the day nothing is left, or null.
export function drawRunwayChart(figure, moneyLeft, lastDay, dollars) {
  const months = Math.min(MAX_MONTHS, Math.ceil((lastDay ?? Infinity) / DAYS_IN_MONTH))
  const points = (hasBenefits) => Array.from({ length: months + 1 }, (_, month) => Math.max(0, moneyLeft(month * DAYS_IN_MONTH, hasBenefits)))
  const [withBenefits, alone] = [points(true), points(false)]
  const peak = Math.max(...withBenefits, 1)
  const line = (values) =>
    values.map((value, month) => `${month ? "L" : "M"}${(40 + (WIDTH * month) / months).toFixed(1)} ${(240 - (200 * value) / peak).toFixed(1)}`).join("")
  figure.querySelector(".chart-line").setAttribute("d", line(withBenefits))
  figure.querySelector(".chart-area").setAttribute("d", `${line(withBenefits)}L${40 + WIDTH} 240H40Z`)
  figure.querySelector(".chart-second").setAttribute("d", line(alone))
  const every = Math.ceil(months / 6)
  const labels = withBenefits.map((_, month) => (month % every ? "" : label(40 + (WIDTH * month) / months, 262, month ? `${month} mo` : "now")))
  figure.querySelector("g").innerHTML = labels.join("") + label(40, 28, dollars.format(withBenefits[0]), "")
  figure.querySelector("tbody").innerHTML = withBenefits
    .map((value, month) => `<tr><th scope="row">${month ? `${month} ${month === 1 ? "month" : "months"}` : "now"}</th><td class="num">${dollars.format(value)}</td><td class="num">${dollars.format(alone[month])}</td></tr>`)
    .join("")
}

const label = (x, y, words, kind = "chart-mid") => `<text class="${kind}" x="${x.toFixed(1)}" y="${y}">${words}</text>`
