"""Lines typical of work done by hand, for people or in the open, and of fields that have no page of ours. Five a field."""

from __future__ import annotations

Fields = dict[str, tuple[tuple[str, str, str], ...]]

BY_HAND: Fields = {
    "trades": (
        ("Read a drawing and built what it showed", "Turned specifications into finished work within tolerance", "Estimating and project coordination"),
        ("Found the fault before changing a part", "Diagnosed equipment step by step and recorded the cause", "Field service and technical support"),
        ("Passed inspections", "Worked to code and kept the evidence an inspector asks for", "Inspection and compliance"),
        ("Ordered material so that nobody stood waiting", "Planned materials and labor around a schedule", "Purchasing and scheduling"),
        ("Kept a crew and yourself unhurt", "Ran daily hazard checks and stopped unsafe work", "Safety"),
    ),
    "production": (
        ("Kept a line running to rate", "Met output targets while watching quality and waste", "Production planning"),
        ("Set up a machine for the next order", "Changed equipment over to a written setup and proved the first piece", "Process and setup work"),
        ("Caught a bad part before it left", "Checked product against a standard and held what did not meet it", "Quality assurance"),
        ("Wrote down counts, scrap and stops", "Kept records that show where time and material go", "Process improvement"),
        ("Locked out a machine before touching it", "Followed safety procedure under pressure of time", "Safety and maintenance"),
    ),
    "transport": (
        ("Got people, mail or goods there on time", "Met a timetable and reported what changed it", "Dispatch and logistics"),
        ("Checked equipment before it moved", "Carried out inspections and wrote up defects", "Fleet and maintenance"),
        ("Kept logs that an official can read", "Kept regulated records complete and current", "Compliance"),
        ("Dealt with customers at the door, gate or dock", "Settled problems face to face with what was at hand", "Customer operations"),
        ("Changed the plan when the weather or the road did", "Rerouted work within rules and told those affected", "Planning and control rooms"),
    ),
    "food-service": (
        ("Kept up at the busiest hour", "Handled many orders at once without losing accuracy", "Operations and order handling"),
        ("Followed health rules every shift", "Worked to a written food-safety standard and kept its records", "Quality and food safety"),
        ("Read what a guest needed", "Resolved complaints on the spot within set limits", "Customer service"),
        ("Counted stock and cut waste", "Tracked inventory and adjusted preparation to demand", "Purchasing and inventory"),
        ("Opened or closed the place", "Carried responsibility for cash, keys and a checklist", "Shift supervision"),
    ),
    "care": (
        ("Noticed a small change and said so", "Observed, recorded and reported changes on time", "Case coordination"),
        ("Helped with what a person could not do alone", "Supported daily living by a written plan", "Program and residential work"),
        ("Kept calm when someone else could not", "De-escalated distress and followed up afterward", "Behavioral and community programs"),
        ("Talked with worried families", "Explained daily progress in plain words to relatives", "Family liaison and intake"),
        ("Wrote the notes of a shift", "Kept records that the next person could act on", "Records and scheduling"),
    ),
    "health-support": (
        ("Prepared a room, an instrument or a sample correctly", "Followed protocol exactly, with a record for each step", "Quality and laboratory operations"),
        ("Put anxious people at ease", "Explained a procedure in plain words and answered questions", "Patient access and navigation"),
        ("Checked the name and the order twice", "Verified identity and orders before acting", "Safety and compliance"),
        ("Kept supplies and equipment ready", "Managed stock, calibration and cleaning on a schedule", "Supply and equipment management"),
        ("Entered results where others rely on them", "Recorded data in health systems accurately", "Health records and data"),
    ),
    "protective": (
        ("Watched for what was out of place", "Monitored a site and judged which change mattered", "Security operations"),
        ("Wrote reports that stood up later", "Documented incidents factually and on time", "Investigations and claims"),
        ("Talked someone down", "De-escalated conflict and kept bystanders safe", "Customer and community safety"),
        ("Followed orders that left no room for error", "Applied procedure the same way every time", "Compliance"),
        ("Was first when something happened", "Took charge of a scene until help arrived", "Emergency planning"),
    ),
    "office": (
        ("Kept files so that others found them", "Maintained records to a standard, with retrieval in mind", "Records and information management"),
        ("Answered whoever called or came", "Handled inquiries, settled most of them and routed the rest", "Customer support"),
        ("Caught errors before they went out", "Checked entries against source documents", "Quality control and audit support"),
        ("Kept a calendar or a queue moving", "Scheduled people and work against deadlines", "Coordination"),
        ("Learned the system nobody explained", "Became the person others ask about a system", "Systems support and training"),
    ),
    "retail": (
        ("Asked what somebody came for", "Identified a need and matched a product to it", "Sales and account work"),
        ("Balanced a drawer at closing", "Handled cash and reconciled it daily", "Finance support"),
        ("Set up displays that sold", "Placed stock by plan and by what moved", "Merchandising"),
        ("Took returns and complaints", "Resolved disputes by policy and kept the customer", "Customer support"),
        ("Counted stock and found what was missing", "Kept inventory accurate and explained differences", "Inventory and loss prevention"),
    ),
    "personal-service": (
        ("Had people come back and ask for you", "Built a repeat clientele by name", "Account and client work"),
        ("Kept appointments on time all day", "Managed a full schedule and its changes", "Scheduling and coordination"),
        ("Explained rules, care or a visit", "Briefed people clearly and answered what they asked", "Training and guest relations"),
        ("Kept a space and its equipment clean and safe", "Met hygiene and safety rules under inspection", "Facilities and compliance"),
        ("Turned a bad visit around", "Recovered service on the spot", "Customer experience"),
    ),
    "buildings-grounds": (
        ("Left each place ready for use", "Completed a route to standard, unsupervised", "Facilities operations"),
        ("Used chemicals and machines safely", "Followed label, dilution and equipment rules", "Safety and compliance"),
        ("Reported what was broken", "Inspected sites and raised work orders", "Maintenance coordination"),
        ("Planned the week around weather or events", "Scheduled recurring work against changing conditions", "Scheduling"),
        ("Trusted alone with keys and codes", "Held responsibility for access and closing", "Property and security"),
    ),
    "farming": (
        ("Looked after living things on their own timetable", "Kept a daily routine that allows no gap", "Operations with fixed cycles"),
        ("Fixed equipment where it stopped", "Kept machinery running with what was at hand", "Equipment service"),
        ("Judged quality by eye and hand", "Graded product to a standard", "Quality inspection"),
        ("Worked around weather and season", "Planned labor and supplies against uncertain dates", "Planning and supply"),
        ("Kept records of yield, feed or treatment", "Recorded inputs and results for those who audit them", "Food safety and compliance"),
    ),
    "laboratory": (
        ("Ran a test the same way each time", "Executed a written method and recorded deviations", "Quality control"),
        ("Calibrated and cared for instruments", "Maintained equipment to a schedule with its log", "Instrument service and support"),
        ("Collected samples in the field", "Kept a chain of custody from sample to result", "Compliance and field operations"),
        ("Saw when a result could not be right", "Reviewed data for error before release", "Data review"),
        ("Kept stock, labels and waste in order", "Managed materials under safety rules", "Lab operations"),
    ),
    "arts": (
        ("Delivered live, with no second take", "Prepared so that one attempt was enough", "Events and live operations"),
        ("Worked to a brief and took notes", "Revised work through several rounds of feedback", "Creative and client services"),
        ("Practiced alone for months", "Planned and kept a long routine without supervision", "Instruction and program work"),
        ("Ran equipment others depended on", "Set up, tested and operated technical systems to a cue", "Audiovisual and technical production"),
        ("Found the next engagement yourself", "Managed bookings, fees and contracts", "Business development"),
    ),
    "social-service": (
        ("Helped people through forms and offices", "Guided applicants through eligibility rules", "Benefits and enrollment"),
        ("Carried a caseload", "Managed open cases with notes and next steps", "Case and account management"),
        ("Knew who to call", "Kept a referral network of agencies", "Partnerships and outreach"),
        ("Heard hard stories and stayed useful", "Interviewed people in distress and recorded facts", "Intake and investigations"),
        ("Reported outcomes to a funder", "Collected program data and wrote it up", "Program evaluation"),
    ),
}  # fmt: skip
ELSEWHERE: Fields = {
    "clinical": (
        ("Assessed a person and decided what to do next", "Made documented decisions with incomplete information", "Clinical review and quality"),
        ("Explained findings to people and families", "Turned specialist results into a choice somebody could make", "Education and advocacy"),
        ("Charted what you saw and did", "Kept records that stand up to audit", "Records, coding and compliance"),
        ("Worked with other disciplines on one plan", "Coordinated care across teams and settings", "Program and operations work"),
        ("Trained students or new staff", "Taught a skill and signed off on it", "Training and development"),
    ),
    "engineering": (
        ("Carried a design from need to release", "Balanced cost, schedule and performance, and wrote down why", "Product and program work"),
        ("Tested until it failed", "Planned tests and reported limits", "Quality and reliability"),
        ("Answered questions from the site or the floor", "Supported others through a technical decision", "Technical sales and service"),
        ("Checked drawings or data of others", "Reviewed work against a standard", "Compliance and standards"),
        ("Estimated what something would take", "Forecast time, material and cost", "Estimating and project controls"),
    ),
    "science": (
        ("Asked a question that could be answered", "Designed a study and its measures", "Analytics and evaluation"),
        ("Kept a notebook others could repeat", "Documented method and data for reuse", "Quality and regulated work"),
        ("Explained uncertainty", "Stated what the evidence supports and what it does not", "Policy and advisory work"),
        ("Ran a project with little money", "Managed a budget, a timeline and shared equipment", "Program management"),
        ("Wrote for readers outside the field", "Turned technical findings into plain text", "Technical and science writing"),
    ),
    "public-sector": (
        ("Applied a rule to a case", "Decided by written criteria and explained the decision", "Compliance and adjudication"),
        ("Wrote reports that became records", "Documented facts for later review", "Investigations and audit"),
        ("Dealt with people on a bad day", "Served the public under stress, within policy", "Community and customer relations"),
        ("Worked with other agencies", "Coordinated across organizations with separate rules", "Partnerships and programs"),
        ("Held up under inspection", "Met standards that outsiders check", "Quality and accreditation"),
    ),
    "hospitality": (
        ("Staffed a shift that nobody could predict", "Scheduled labor against demand and cost", "Operations planning"),
        ("Trained people in a week", "Brought new staff to standard quickly", "Training"),
        ("Answered for food, rooms or safety rules", "Passed inspections and kept their records", "Compliance"),
        ("Turned a complaint into a return visit", "Recovered service and tracked causes", "Customer success"),
        ("Counted stock every week", "Controlled inventory and supplier cost", "Purchasing"),
    ),
    "healthcare": (
        ("Stood between clinicians and everyone else", "Translated between clinical and business readers", "Product and operations"),
        ("Handled private health information", "Handled confidential data by law", "Privacy and compliance"),
        ("Found what was missing in a file", "Reviewed records and closed gaps", "Quality review"),
        ("Kept up with rules that change", "Followed regulation and changed the process in time", "Regulatory work"),
        ("Reported numbers others act on", "Prepared recurring data on quality, cost or safety", "Analysis"),
    ),
}  # fmt: skip
