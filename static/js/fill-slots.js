// Blanks of a script, filled in on the page. Nothing typed here leaves the browser.
// <section data-slots><fieldset hidden><input data-fills="name">…</fieldset> … <span class="slot" data-slot="name">
function fillSlots(root) {
  const script = root.querySelector("[data-slots]")
  if (!script) return
  script.querySelector("fieldset").hidden = false
  for (const input of script.querySelectorAll("[data-fills]")) {
    const slots = [...root.querySelectorAll(`[data-slot="${input.dataset.fills}"]`)]
    const example = input.placeholder
    input.addEventListener("input", () => {
      const text = input.value.trim()
      for (const slot of slots) {
        slot.textContent = text || example
        slot.classList.toggle("is-filled", text !== "")
      }
    })
  }
}

fillSlots(document)
