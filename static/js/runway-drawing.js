// Draws what is left month by month as an area with a second line, and the same as a table.
const DAYS_IN_MONTH = 365.25 / 12
const WIDTH = 504
const MOST_MONTHS = 36

export function drawRunway(figure, left, lastDay, dollars) {
  const months = Math.min(MOST_MONTHS, Math.ceil((lastDay ?? Infinity) / DAYS_IN_MONTH))
  const points = (helps) => Array.from({ length: months + 1 }, (_, month) => Math.max(0, left(month * DAYS_IN_MONTH, helps)))
  const [helped, alone] = [points(true), points(false)]
  const peak = Math.max(...helped, 1)
  const line = (values) =>
    values.map((value, month) => `${month ? "L" : "M"}${(40 + (WIDTH * month) / months).toFixed(1)} ${(240 - (200 * value) / peak).toFixed(1)}`).join("")
  figure.querySelector(".chart-line").setAttribute("d", line(helped))
  figure.querySelector(".chart-area").setAttribute("d", `${line(helped)}L${40 + WIDTH} 240H40Z`)
  figure.querySelector(".chart-second").setAttribute("d", line(alone))
  const every = Math.ceil(months / 6)
  const labels = helped.map((_, month) => (month % every ? "" : label(40 + (WIDTH * month) / months, 262, month ? `${month} mo` : "now")))
  figure.querySelector("g").innerHTML = labels.join("") + label(40, 28, dollars.format(helped[0]), "")
  figure.querySelector("tbody").innerHTML = helped
    .map((value, month) => `<tr><th scope="row">${month ? `${month} ${month === 1 ? "month" : "months"}` : "now"}</th><td class="num">${dollars.format(value)}</td><td class="num">${dollars.format(alone[month])}</td></tr>`)
    .join("")
}

const label = (x, y, words, kind = "chart-mid") => `<text class="${kind}" x="${x.toFixed(1)}" y="${y}">${words}</text>`
