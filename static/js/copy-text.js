// Copies the text of an element. <p data-copies="id" hidden><button><output></p>
function copyText(root) {
  for (const row of root.querySelectorAll("[data-copies]")) {
    const source = root.getElementById(row.dataset.copies)
    if (!source || !navigator.clipboard) continue
    row.hidden = false
    row.querySelector("button").addEventListener("click", async () => {
      const output = row.querySelector("output")
      try {
        await navigator.clipboard.writeText(source.innerText)
        output.textContent = "Copied."
      } catch {
        output.textContent = "This browser did not allow it. Select the words and copy them."
      }
    })
  }
}

copyText(document)
