// What a number of seats costs together. <form data-total="cents of one"> with an input and an <output>.
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 })

for (const form of document.querySelectorAll("[data-total]")) {
  const [input, output] = [form.querySelector("[inputmode]"), form.querySelector("output")]
  input.addEventListener("input", () => {
    const count = /^\d{1,4}$/.test(input.value.trim()) ? Number(input.value) : 0
    output.textContent = count ? dollars.format((count * form.dataset.total) / 100) : ""
  })
}
