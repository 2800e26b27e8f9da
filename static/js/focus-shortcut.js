// A key that moves the focus to a field: <input data-key="/">.
function focusByKey(root) {
  const input = root.querySelector("[data-key]")
  if (!input) return
  root.addEventListener("keydown", (event) => {
    if (event.key !== input.dataset.key || event.target.closest("input, textarea, select")) return
    event.preventDefault()
    input.focus()
  })
}

focusByKey(document)
