// The summary of a refused form takes the focus, and its links lead into the fields rather than to their frames.
// <section data-take-focus> with links to the ids of fields.
function focusErrorSummary(root) {
  const summary = root.querySelector("[data-take-focus]")
  if (!summary) return
  summary.focus()
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']")
    const field = link && root.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!field) return
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea")
    if (!control) return
    event.preventDefault()
    field.scrollIntoView({ block: "start" })
    control.focus({ preventScroll: true })
  })
}

focusErrorSummary(document)
