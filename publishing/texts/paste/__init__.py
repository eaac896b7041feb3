"""Text from the clipboard, cleaned on the server before it enters the editor."""
