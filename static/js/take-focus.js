// A refused form says so first: the summary takes focus, and its links land inside the field rather than on its frame.
export function takeFocus(root) {
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
