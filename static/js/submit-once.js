// A form is submitted once, however often its button is pressed. Coming back by history makes it usable again.
function submitOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target
    // A form that is sent into a frame leaves the page where it is, and may be sent again.
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

submitOnce(document)
