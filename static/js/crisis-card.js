// Brings the card with 988 where the server could not: this page came from the browser's memory, or the request that saved
// what was typed was still on its way. The cookie says that the card is next; asking the server for this page shows it.
// Never after a reload, so that nobody is kept in a circle, and never once somebody types here: then it is the page after.
const isNext = () => document.cookie.split("; ").includes("next-page=card")
const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload"
const CHECKS_MS = [0, 500, 1500, 4000]
let isTypedIn = false

function check() {
  if (isNext() && !isTypedIn && !document.querySelector("[data-card]")) location.reload()
}

addEventListener("input", () => { isTypedIn = true }, { once: true, capture: true })
if (!isReloaded) for (const delay of CHECKS_MS) setTimeout(check, delay)
addEventListener("pageshow", (event) => { if (event.persisted) { isTypedIn = false; check() } })
