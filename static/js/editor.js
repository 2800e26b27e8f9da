// The content editor: keyboard shortcuts, a preview that follows the typing, a warning before unsaved changes are left.
// <form data-editor> with buttons [data-preview] that submit the form into a frame; rows are [data-row].
const PREVIEW_DELAY_MS = 900

function enhanceEditor(root) {
  const form = root.querySelector("[data-editor]")
  if (!form) return
  const previewButtons = [...form.querySelectorAll("[data-preview]")]
  let chosenButton = previewButtons[0]
  let timer
  let isDirty = false
  const preview = () => chosenButton && form.requestSubmit(chosenButton)
  for (const button of previewButtons) button.addEventListener("click", () => (chosenButton = button))
  form.addEventListener("input", () => {
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(preview, PREVIEW_DELAY_MS)
  })
  form.addEventListener("submit", (event) => {
    if (!previewButtons.includes(event.submitter)) isDirty = false
  })
  addEventListener("beforeunload", (event) => isDirty && event.preventDefault())
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") runInstead(event, () => form.requestSubmit())
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") runInstead(event, preview)
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) runInstead(event, () => moveRow(event))
  })
  preview()
}

function runInstead(event, action) {
  event.preventDefault()
  action()
}

function moveRow(event) {
  const row = event.target.closest("[data-row]")
  const suffix = event.key === "ArrowUp" ? ".up" : ".down"
  const buttons = row ? [...row.querySelectorAll(":scope > .moves button")] : []
  buttons.find((button) => button.value.endsWith(suffix))?.click()
}

enhanceEditor(document)
