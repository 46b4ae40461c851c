"""What the interviewer says besides the questions. The same for everybody, synthesized beforehand."""

PRACTICE = (
    "Hello, I am the AI interviewer. Let us try the microphone first; this is not part of the interview. "
    "Please tell me in a sentence or two how you spent this morning."
)
PLEASE_REPEAT = "I am sorry, I could not make that out. Could you say it once more, please?"
PLEASE_TYPE = "I still could not hear you well. You can type your answer instead, whenever you like."
ACKNOWLEDGEMENTS = ("Thank you.", "Thanks for that.", "All right, thank you.")

FIXED = (PRACTICE, PLEASE_REPEAT, PLEASE_TYPE, *ACKNOWLEDGEMENTS)
