"""What is measured on the world: each file gives some columns of the results per wijk, the city last."""
