// A second press of the same button sends nothing: the first is on its way. Coming back by history frees the form again.
export function pressOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target
    // What goes into a frame leaves the page where it is, and may be sent again.
    if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = "yes"
    event.submitter?.setAttribute("aria-disabled", "true")
  })
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled")
    }
  })
}
